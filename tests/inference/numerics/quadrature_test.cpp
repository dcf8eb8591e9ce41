// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/quadrature.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>

using namespace triptych::numerics;

class QuadratureTest : public QObject {
    Q_OBJECT

    static double integral(const Quadrature& rule, int power) {
        double sum = 0;
        for (std::size_t i = 0; i < rule.nodes.size(); ++i)
            sum += rule.weights[i] * std::pow(rule.nodes[i], power);
        return sum;
    }

private Q_SLOTS:
    void gaussIsExactForPolynomials() {
        for (const int points : {1, 2, 5, 16, 32}) {
            const Quadrature rule = gaussLegendre(points);
            for (int power = 0; power < 2 * points; ++power)
                QVERIFY2(std::abs(integral(rule, power) - 1.0 / (power + 1)) < 1e-13,
                         qPrintable(QString::number(power)));
            QVERIFY(std::ranges::is_sorted(rule.nodes));
            QVERIFY(rule.nodes.front() > 0 && rule.nodes.back() < 1);
        }
        // One degree more is too many for two points.
        QVERIFY(std::abs(integral(gaussLegendre(2), 4) - 0.2) > 1e-3);
    }

    void middlesHaveEqualWeights() {
        const Quadrature rule = riemannMiddle(4);
        QCOMPARE(rule.nodes, (std::vector<double>{0.125, 0.375, 0.625, 0.875}));
        QCOMPARE(rule.weights, std::vector<double>(4, 0.25));
    }
};

QTEST_GUILESS_MAIN(QuadratureTest)
#include "quadrature_test.moc"
