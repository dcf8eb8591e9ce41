// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "visualization/picture/curve_plot.h"

using namespace triptych;
using namespace triptych::picture;

namespace {

// Mean row of the pixels that are close to the colour of the first curve, below the legend; -1 without any.
double meanRowOfFirstCurve(const Picture& picture, int fromColumn, int toColumn) {
    double sum = 0;
    int count = 0;
    for (int y = 60; y < picture.height; ++y)
        for (int x = fromColumn; x < toColumn; ++x) {
            const auto* pixel = &picture.rgb[static_cast<std::size_t>((y * picture.width + x) * 3)];
            if (pixel[0] < 40 && std::abs(pixel[1] - 114) < 30 && std::abs(pixel[2] - 178) < 30) {
                sum += y;
                ++count;
            }
        }
    return count == 0 ? -1 : sum / count;
}

} // namespace

class CurvePlotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticksAreRoundAndInside() {
        QCOMPARE(niceTicks(0.0, 1.0, 5), (std::vector<double>{0.0, 0.2, 0.4, 0.2 * 3, 0.8, 1.0}));
        QCOMPARE(niceTicks(-3.0, 9.0, 4), (std::vector<double>{0.0, 5.0}));
        for (const double tick : niceTicks(1e-5, 7e-5, 6))
            QVERIFY(tick >= 1e-5 - 1e-12 && tick <= 7e-5 + 1e-12);
        QCOMPARE(niceTicks(2.0, 2.0, 5).size(), std::size_t{1});
        QCOMPARE(niceTicks(0.0, std::numeric_limits<double>::infinity(), 5).size(), std::size_t{1});
    }

    void risingCurveGoesUp() {
        const CurvePlot plot{"loss", "samples", "nats", {{"train", {0, 1, 2, 3}, {0, 1, 2, 3}}}, {}};
        const Picture picture = drawCurves(plot, 400, 300);
        QCOMPARE(picture.width, 400);
        QCOMPARE(picture.rgb.size(), std::size_t{400 * 300 * 3});
        const double left = meanRowOfFirstCurve(picture, 60, 120);
        const double right = meanRowOfFirstCurve(picture, 320, 378);
        QVERIFY(left > 0 && right > 0);
        QVERIFY(left > right + 100);
    }

    void breaksAtValuesThatAreNoNumbers() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const CurvePlot plot{"", "", "", {{"", {0, 1, 2, 3, 4, 5}, {1, 1, nan, nan, 1, 1}}}, {{0.0, 2.0}}};
        const Picture picture = drawCurves(plot, 600, 300);
        QVERIFY(meanRowOfFirstCurve(picture, 60, 140) > 0);
        QCOMPARE(meanRowOfFirstCurve(picture, 220, 400), -1.0);
        QVERIFY(meanRowOfFirstCurve(picture, 500, 580) > 0);
    }

    void plotsWithoutDataStillHaveAxes() {
        const Picture picture = drawCurves({}, 200, 150);
        QVERIFY(std::ranges::any_of(picture.rgb, [](std::uint8_t value) { return value < 200; }));
    }
};

QTEST_GUILESS_MAIN(CurvePlotTest)
#include "curve_plot_test.moc"
