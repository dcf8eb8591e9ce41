// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/nearest.h"

#include <dlfcn.h>

#include <QtTest/QTest>

#include <algorithm>
#include <numeric>
#include <set>
#include <stop_token>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

// All scores of a query, in double precision.
std::vector<double> scoresOf(const FloatArray& rows, std::span<const float> query) {
    std::vector<double> scores;
    for (std::int64_t row = 0; row < rows.extent(0); ++row)
        scores.push_back(std::inner_product(query.begin(), query.end(), rows.row({row}).begin(), 0.0));
    return scores;
}

void compareWithSorting(const FloatArray& rows, const FloatArray& queries, int k) {
    const Hits hits = searchExactly(tableOf(rows), tableOf(queries), k);
    for (std::int64_t query = 0; query < queries.extent(0); ++query) {
        const auto scores = scoresOf(rows, queries.row({query}));
        auto sorted = scores;
        std::ranges::sort(sorted, std::greater{});
        for (int place = 0; place < k; ++place) {
            const auto id = static_cast<std::size_t>(hits.ids.row({query})[static_cast<std::size_t>(place)]);
            QVERIFY(std::abs(scores.at(id) - sorted[static_cast<std::size_t>(place)]) < 1e-5);
            QVERIFY(std::abs(hits.scores.row({query})[static_cast<std::size_t>(place)] - scores.at(id)) < 1e-5);
        }
        const auto ids = hits.ids.row({query});
        QCOMPARE(std::set<std::int64_t>(ids.begin(), ids.end()).size(), static_cast<std::size_t>(k));
    }
}

} // namespace

class NearestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exactSearchAgreesWithSortingEverything() {
        const FloatArray rows = test::groupedVectors(1003, 37, 11, 1);
        compareWithSorting(rows, test::groupedVectors(1, 37, 1, 2), 10);
        compareWithSorting(rows, test::groupedVectors(50, 37, 5, 3), 10);
    }

    void aShortTableFillsUpWithNothing() {
        const FloatArray rows = test::groupedVectors(3, 8, 3, 4);
        for (const std::int64_t queries : {1, 20}) {
            const Hits hits = searchExactly(tableOf(rows), tableOf(test::groupedVectors(queries, 8, 1, 5)), 5);
            const auto ids = hits.ids.row({queries - 1});
            QCOMPARE(std::ranges::count(ids, -1), std::ptrdiff_t{2});
            QCOMPARE(ids[3], std::int64_t{-1});
        }
    }

    void approximateIndicesFindNearlyAll_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("hnsw") << "hnsw";
        QTest::newRow("ivf") << "ivf";
    }
    void approximateIndicesFindNearlyAll() {
        QFETCH(QString, kind);
        const FloatArray rows = test::groupedVectors(3000, 16, 30, 6);
        const FloatArray queries = test::groupedVectors(40, 16, 30, 7);
        const auto index = VectorIndex::build(*parseIndexKind(kind.toStdString()), tableOf(rows), {});
        QVERIFY(index.has_value());
        const auto hits = (*index)->search(tableOf(queries), 10);
        QVERIFY(hits.has_value());
        const double recall = recallOf(*hits, searchExactly(tableOf(rows), tableOf(queries), 10));
        QVERIFY2(recall > 0.9, std::to_string(recall).c_str());
    }

    // Vectors of few degrees of freedom, as a model's embeddings are.
    void aGraphFindsTheNeighboursOfNewQueries() {
        const FloatArray all = test::groupedVectors(6040, 96, 4000, 12, 0.15f);
        const std::int64_t count = 6000;
        const VectorTable rows{all.values().first(static_cast<std::size_t>(count * 96)), count, 96};
        const VectorTable queries{all.values().subspan(static_cast<std::size_t>(count * 96)), 40, 96};
        const auto index = VectorIndex::build(IndexKind::Hnsw, rows, {});
        QVERIFY(index.has_value());
        const auto hits = (*index)->search(queries, 5);
        QVERIFY(hits.has_value());
        const Hits exact = searchExactly(rows, queries, 5);
        QVERIFY(recallOf(*hits, exact) > 0.9);
        // Scores are those of the floats, not of their codes.
        QVERIFY(std::abs(hits->scores.row({0})[0] - exact.scores.row({0})[0]) < 1e-5f);
    }

    // Rows lie in a few dense groups; what asks is of another kind and lies elsewhere.
    void aGraphIsBroadenedForOtherQueries() {
        const FloatArray rows = test::groupedVectors(12'000, 48, 20, 20, 0.5f);
        const FloatArray others = test::groupedVectors(64, 48, 64, 21);
        const auto index = VectorIndex::build(IndexKind::Hnsw, tableOf(rows), {});
        QVERIFY(index.has_value());
        const Hits exact = searchExactly(tableOf(rows), tableOf(others), 10);
        const double before = recallOf((*index)->search(tableOf(others), 10).value(), exact);
        QVERIFY((*index)->broadenFor(tableOf(others), {}).has_value());
        const double after = recallOf((*index)->search(tableOf(others), 10).value(), exact);
        QVERIFY2(before < 0.97 && after > 0.99, qPrintable(QStringLiteral("%1, then %2").arg(before).arg(after)));
        std::stop_source cancel;
        cancel.request_stop();
        QVERIFY((*index)->broadenFor(tableOf(others), {cancel.get_token(), nullptr}).error().code ==
                ErrorCode::Canceled);
    }

    void theSizeChoosesTheIndex() {
        QVERIFY(chooseIndex(IndexKind::Auto, {{}, 1'000'000, 128}) == IndexKind::Exact);
        QVERIFY(chooseIndex(IndexKind::Auto, {{}, 1'000'000, 512}) == IndexKind::Hnsw);
        QVERIFY(chooseIndex(IndexKind::Ivf, {{}, 10, 8}) == IndexKind::Ivf);
    }

    void queriesOfAnotherWidthAreRefused() {
        const FloatArray rows = test::groupedVectors(5, 8, 1, 8);
        const auto index = VectorIndex::build(IndexKind::Exact, tableOf(rows), {});
        QVERIFY((*index)->search(tableOf(test::groupedVectors(1, 9, 1, 9)), 1).error().code == ErrorCode::InvalidInput);
        QVERIFY(VectorIndex::build(IndexKind::Exact, {}, {}).error().code == ErrorCode::InvalidInput);
    }

    // OpenBLAS beside LibTorch's threads made programs three times slower (cmake/TriptychLibtorch.cmake).
    void productsAreLibTorchs() {
        Dl_info library{};
        QVERIFY(dladdr(dlsym(RTLD_DEFAULT, "sgemm_"), &library) != 0);
        QVERIFY2(std::string(library.dli_fname).find("libtorch_cpu") != std::string::npos, library.dli_fname);
    }

    void aRowIsNotItsOwnNeighbour() {
        const FloatArray rows = test::groupedVectors(60, 8, 3, 10, 0.05f);
        const auto found = neighboursOf(tableOf(rows), 5, {});
        QVERIFY(found.has_value());
        for (std::int64_t row = 0; row < 60; ++row)
            for (const std::int64_t id : found->ids.row({row})) {
                QVERIFY(id != row);
                QCOMPARE(id % 3, row % 3);
            }
    }
};

QTEST_APPLESS_MAIN(NearestTest)
#include "nearest_test.moc"
