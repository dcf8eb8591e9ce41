// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/projection.h"

#include <QtTest/QTest>

#include <cmath>
#include <limits>

#include "inference/embedding/projection_quality.h"
#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

ProjectionOptions optionsOf(ProjectionMethod method, int dimensions = 2) {
    ProjectionOptions options;
    options.method = method;
    options.dimensions = dimensions;
    options.seed = 5;
    options.threads = 1;
    options.iterations = 300;
    options.epochs = 200;
    return options;
}

double varianceOf(const FloatArray& points, std::size_t axis) {
    double sum = 0;
    double square = 0;
    const auto n = static_cast<double>(points.extent(0));
    for (std::int64_t row = 0; row < points.extent(0); ++row) {
        sum += points.row({row})[axis];
        square += static_cast<double>(points.row({row})[axis]) * points.row({row})[axis];
    }
    return square / n - sum / n * (sum / n);
}

} // namespace

class ProjectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A plane turned into five dimensions comes back with its own axes, lengths and centre.
    void componentsOfAPlaneAreThePlane() {
        const std::array<float, 5> first{0.5f, 0.5f, 0.5f, 0.5f, 0};
        const std::array<float, 5> second{0.6f, -0.6f, 0, 0, 0.52915026f};
        FloatArray rows({40, 5});
        std::vector<std::pair<float, float>> plane;
        for (std::int64_t row = 0; row < 40; ++row) {
            const float angle = static_cast<float>(row) * 6.2831853f / 40;
            plane.emplace_back(3 * std::cos(angle), std::sin(angle));
            for (std::size_t i = 0; i < 5; ++i)
                rows.row({row})[i] = 7 + plane.back().first * first[i] + plane.back().second * second[i];
        }
        const auto points = project(rows, optionsOf(ProjectionMethod::Pca), {});
        QVERIFY(points.has_value());
        const float sign = points->row({0})[0] * plane[0].first > 0 ? 1.0f : -1.0f;
        const float sign2 = points->row({10})[1] * plane[10].second > 0 ? 1.0f : -1.0f;
        for (std::int64_t row = 0; row < 40; ++row) {
            QVERIFY(std::abs(points->row({row})[0] * sign - plane[static_cast<std::size_t>(row)].first) < 1e-4f);
            QVERIFY(std::abs(points->row({row})[1] * sign2 - plane[static_cast<std::size_t>(row)].second) < 1e-4f);
        }
    }

    // The same through both products, of rows and of columns.
    void theWidestComponentComesFirst() {
        for (const std::int64_t rows : {20, 200}) {
            const auto points = project(test::groupedVectors(rows, 50, 6, 1), optionsOf(ProjectionMethod::Pca, 3), {});
            QVERIFY(points.has_value());
            QVERIFY(varianceOf(*points, 0) >= varianceOf(*points, 1));
            QVERIFY(varianceOf(*points, 1) >= varianceOf(*points, 2));
            QVERIFY(varianceOf(*points, 2) > 0);
        }
    }

    void groupsStayTogether_data() {
        QTest::addColumn<int>("method");
        QTest::addColumn<int>("dimensions");
        QTest::newRow("t-SNE 2D") << static_cast<int>(ProjectionMethod::Tsne) << 2;
        QTest::newRow("t-SNE 3D") << static_cast<int>(ProjectionMethod::Tsne) << 3;
        QTest::newRow("UMAP 2D") << static_cast<int>(ProjectionMethod::Umap) << 2;
        QTest::newRow("UMAP 3D") << static_cast<int>(ProjectionMethod::Umap) << 3;
    }
    void groupsStayTogether() {
        QFETCH(int, method);
        QFETCH(int, dimensions);
        const FloatArray rows = test::groupedVectors(300, 20, 6, 2);
        const auto options = optionsOf(static_cast<ProjectionMethod>(method), dimensions);
        const auto points = project(rows, options, {});
        QVERIFY2(points.has_value(), points ? "" : describe(points.error()).c_str());
        QCOMPARE(points->shape(), (Shape{300, dimensions}));
        const auto quality = qualityOf(rows, *points, {});
        QVERIFY2(quality->trustworthiness > 0.9, std::to_string(quality->trustworthiness).c_str());
        QVERIFY2(quality->continuity > 0.9, std::to_string(quality->continuity).c_str());
        QVERIFY(quality->neighboursKept > 0.3);
        QVERIFY(*project(rows, options, {}) == *points);
    }

    void aScatteredLayoutIsNotTrusted() {
        const auto quality = qualityOf(test::groupedVectors(300, 20, 6, 2), test::groupedVectors(300, 2, 7, 3), {});
        QVERIFY(quality->trustworthiness < 0.75);
        QVERIFY(quality->neighboursKept < 0.2);
    }

    void fewRowsMakeSense() {
        for (const auto method : {ProjectionMethod::Pca, ProjectionMethod::Tsne, ProjectionMethod::Umap}) {
            for (const std::int64_t count : {1, 2, 3, 4, 5, 6}) {
                const auto points = project(test::groupedVectors(count, 8, count, 4), optionsOf(method), {});
                QVERIFY2(points.has_value(), points ? "" : describe(points.error()).c_str());
                QCOMPARE(points->shape(), (Shape{count, 2}));
                for (const float value : points->values())
                    QVERIFY(std::isfinite(value));
            }
            QVERIFY(project(FloatArray({0, 8}), optionsOf(method), {}).error().code == ErrorCode::InvalidInput);
        }
    }

    void aRowThatIsNoNumberIsNamed() {
        FloatArray rows = test::groupedVectors(10, 8, 2, 5);
        rows.row({7})[3] = std::numeric_limits<float>::quiet_NaN();
        const auto points = project(rows, optionsOf(ProjectionMethod::Pca), {});
        QVERIFY(points.error().code == ErrorCode::NotFinite);
        QCOMPARE(points.error().where, std::string("row 7"));
    }

    void aLayoutIsKeptWhereAFrameSaysSo() {
        const FloatArray rows = test::groupedVectors(80, 8, 4, 6);
        for (const auto method : {ProjectionMethod::Tsne, ProjectionMethod::Umap}) {
            std::vector<float> shown;
            int frames = 0;
            const auto points = project(rows, optionsOf(method), {}, [&](std::span<const float> now) {
                shown.assign(now.begin(), now.end());
                return ++frames < 3;
            });
            QVERIFY(points.has_value());
            QCOMPARE(frames, 3);
            QVERIFY(std::ranges::equal(points->values(), shown));
        }
    }

    void aCancelledLayoutIsGone() {
        CancelSource source;
        const Monitor monitor{source.get_token(), nullptr};
        const auto points = project(test::groupedVectors(80, 8, 4, 6), optionsOf(ProjectionMethod::Umap), monitor,
                                    [&](std::span<const float>) { return source.request_stop(); });
        QVERIFY(points.error().code == ErrorCode::Canceled);
    }

    void everyMethodReadsItsOwnDefaults() {
        for (const MethodDescriptor& method : projectionDescriptors()) {
            std::map<std::string, std::string> defaults;
            for (const ParameterDescriptor& parameter : method.parameters)
                defaults[parameter.name] = parameter.defaultValue;
            QVERIFY(projectionOptions(method.id, defaults).has_value());
        }
        QVERIFY(projectionOptions("mds", {}).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(ProjectionTest)
#include "projection_test.moc"
