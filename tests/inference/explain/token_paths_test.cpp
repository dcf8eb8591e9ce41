// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/token_paths.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;

namespace {

// Of two tokens after one layer.
double distance(const TokenPaths& paths, int layer, int a, int b) {
    const auto first = paths.points.row({layer, a});
    const auto second = paths.points.row({layer, b});
    return std::hypot(static_cast<double>(first[0] - second[0]), static_cast<double>(first[1] - second[1]));
}

TokenPaths laidOut(const at::Tensor& layers) {
    TokenPaths paths;
    explain::layOutPaths(layers, paths);
    return paths;
}

} // namespace

class TokenPathsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static Result<StudyReport> study(RunRequest run) {
        StudyRequest request;
        request.kind = StudyKind::Paths;
        request.run = std::move(run);
        engine::Runner runner("cpu");
        return runner.study(request, nullptr, {});
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }
    void init() { at::manual_seed(3); }

    void aPlaneOfTokensIsShownAsItIs() {
        // Tokens that differ in two directions of six.
        const at::Tensor axes = std::get<0>(at::linalg_qr(at::randn({6, 2}))).t();
        const at::Tensor flat = at::randn({3, 7, 2});
        const TokenPaths paths = laidOut(at::matmul(flat, axes) + 4);
        QCOMPARE(paths.points.shape(), (std::vector<std::int64_t>{3, 7, 2}));
        for (const double share : paths.shownShares)
            QVERIFY(std::abs(share - 1) < 1e-4);
        // Distances of a layer keep their proportions.
        const double ratio = distance(paths, 1, 0, 1) / distance(paths, 1, 2, 3);
        const auto truth = [&](int a, int b) { return (flat[1][a] - flat[1][b]).norm().item<double>(); };
        QVERIFY(std::abs(ratio - truth(0, 1) / truth(2, 3)) < 1e-3);
    }

    void growingTokensDoNotMove() {
        const at::Tensor tokens = at::randn({1, 9, 12});
        const TokenPaths paths = laidOut(at::cat({tokens, 30 * tokens + 2}));
        for (int token = 0; token < 9; ++token)
            for (const std::size_t axis : {0, 1})
                QVERIFY(std::abs(paths.points.row({0, token})[axis] - paths.points.row({1, token})[axis]) < 1e-4F);
    }

    void whatIsLaidOutTwiceIsTheSame() {
        const at::Tensor layers = at::randn({4, 8, 10});
        QCOMPARE(laidOut(layers).points, laidOut(layers.clone()).points);
        QVERIFY(laidOut(layers).shownShares.front() < 1);
    }

    void everyTowerOfTheBuiltInModelIsFollowed() {
        const auto report = study(test::tinyRequest(m_folder.path().toStdString(), "it"));
        QVERIFY2(report, report ? "" : describe(report.error()).c_str());
        QStringList streams;
        for (const TokenPaths& paths : report->paths) {
            streams << QString::fromStdString(paths.stream);
            const auto layers = static_cast<std::int64_t>(paths.layers.size());
            QCOMPARE(paths.points.shape(), (std::vector<std::int64_t>{layers, std::ssize(paths.units), 2}));
            QCOMPARE(paths.modalities.size(), paths.units.size());
        }
        QVERIFY(streams.contains(QStringLiteral("vision")));
        QVERIFY(streams.contains(QStringLiteral("fusion")));
    }

    void aDecoderFollowsPatchesAndWordsTogether() {
        const std::filesystem::path folder = std::filesystem::path(TRIPTYCH_TEST_DATA) / "parity" / "llava";
        RunRequest run;
        run.model = (folder / "model").string();
        run.sample = formats::readSampleFile(folder / "cases" / "0" / "input.json").value_or(Sample());
        const auto report = study(run);
        QVERIFY2(report, report ? "" : describe(report.error()).c_str());
        const auto decoder = std::ranges::find(report->paths, "decoder", &TokenPaths::stream);
        QVERIFY(decoder != report->paths.end());
        QVERIFY(std::ranges::find(decoder->modalities, Modality::Image) != decoder->modalities.end());
        QVERIFY(std::ranges::find(decoder->modalities, Modality::Text) != decoder->modalities.end());
    }
};

QTEST_GUILESS_MAIN(TokenPathsTest)
#include "token_paths_test.moc"
