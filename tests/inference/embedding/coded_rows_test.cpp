// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/coded_rows.h"

#include <QtTest/QTest>

#include <cmath>
#include <numeric>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

double exactProduct(std::span<const float> a, std::span<const float> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

} // namespace

class CodedRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreMultipliedExactly() {
        for (const std::size_t length : {0u, 1u, 31u, 512u, 771u}) {
            std::vector<std::int8_t> a(length);
            std::vector<std::int8_t> b(length);
            std::int32_t expected = 0;
            for (std::size_t i = 0; i < length; ++i) {
                a[i] = static_cast<std::int8_t>(127 - static_cast<int>(i % 255));
                b[i] = static_cast<std::int8_t>(static_cast<int>(i * 7 % 255) - 127);
                expected += a[i] * b[i];
            }
            QCOMPARE(innerProduct(a, b), expected);
            QCOMPARE(innerProduct(std::vector<std::int16_t>(a.begin(), a.end()), b), expected);
        }
    }

    void productsAreNearThoseOfTheFloats() {
        const FloatArray rows = test::groupedVectors(200, 67, 9, 1); // of length 1
        const FloatArray query = test::groupedVectors(1, 67, 1, 2);
        CodedRows coded(67);
        coded.add(rows.values());
        QCOMPARE(coded.size(), std::int64_t{200});
        CodedVector asked;
        code(query.row({0}), asked);
        for (std::int64_t row = 0; row < 200; ++row) {
            QVERIFY(std::abs(coded.product(asked, row) - exactProduct(query.row({0}), rows.row({row}))) < 0.01);
            QVERIFY(std::abs(coded.product(row, 0) - exactProduct(rows.row({row}), rows.row({0}))) < 0.01);
        }
    }

    void lengthIsKept() {
        std::vector<float> rows(5, 0.0f);
        rows.insert(rows.end(), {300, -150, 0, 75, 1});
        CodedRows coded(5);
        coded.add(rows);
        QCOMPARE(coded.product(0, 1), 0.0f);
        QVERIFY(std::abs(coded.product(1, 1) / exactProduct(std::span(rows).last(5), std::span(rows).last(5)) - 1) <
                0.01);
    }
};

QTEST_GUILESS_MAIN(CodedRowsTest)
#include "coded_rows_test.moc"
