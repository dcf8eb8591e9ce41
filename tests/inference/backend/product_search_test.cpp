// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/product_search.h"

#include <QtTest/QTest>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

using namespace triptych;
using namespace triptych::backend;

namespace {

std::vector<float> drawn(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

struct Found {
    std::vector<std::int64_t> ids;
    std::vector<float> scores;
};

Found search(const ProductSearch& index, std::span<const float> queries, std::int64_t count, std::size_t k) {
    const std::size_t places = static_cast<std::size_t>(count) * k;
    Found found{std::vector<std::int64_t>(places), std::vector<float>(places)};
    [&] { QVERIFY(index.search(queries, count, found.ids, found.scores).has_value()); }();
    return found;
}

} // namespace

class ProductSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSortingEverything() {
        constexpr std::size_t rows = 501;
        constexpr std::size_t width = 19;
        constexpr std::size_t k = 7;
        const auto table = drawn(rows * width, 1);
        const auto queries = drawn(3 * width, 2);
        const auto index = ProductSearch::open(table, rows, width, "cpu");
        QVERIFY(index.has_value());
        const Found found = search(*index, queries, 3, k);
        for (std::size_t query = 0; query < 3; ++query) {
            std::vector<double> scores(rows);
            for (std::size_t row = 0; row < rows; ++row)
                scores[row] = std::inner_product(queries.begin() + query * width, queries.begin() + (query + 1) * width,
                                                 table.begin() + row * width, 0.0);
            std::vector<std::int64_t> order(rows);
            std::iota(order.begin(), order.end(), 0);
            std::ranges::sort(order, std::greater{}, [&](std::int64_t row) { return scores[row]; });
            for (std::size_t place = 0; place < k; ++place) {
                QCOMPARE(found.ids[query * k + place], order[place]);
                QVERIFY(std::abs(found.scores[query * k + place] - scores[order[place]]) < 1e-4);
            }
        }
    }

    void aShortTableFillsUpWithNothing() {
        const auto table = drawn(3 * 4, 3);
        const auto index = ProductSearch::open(table, 3, 4, "cpu");
        QVERIFY(index.has_value());
        const Found found = search(*index, drawn(2 * 4, 4), 2, 5);
        for (const std::size_t query : {0u, 1u}) {
            QVERIFY(found.ids[query * 5 + 2] >= 0);
            QCOMPARE(found.ids[query * 5 + 3], std::int64_t{-1});
            QCOMPARE(found.scores[query * 5 + 4], std::numeric_limits<float>::lowest());
        }
    }

    void anUnknownDeviceIsAnError() {
        const auto table = drawn(4, 5);
        QVERIFY(!ProductSearch::open(table, 1, 4, "cuda:7").has_value());
    }
};

QTEST_GUILESS_MAIN(ProductSearchTest)
#include "product_search_test.moc"
