// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>

#include "inference/world/scene.h"

using namespace triptych::world;

namespace {

constexpr int smallEdge = 64;
constexpr int largeEdge = 448;

std::vector<double> shrunk(const RenderedScene& picture, int edge) {
    const int factor = picture.edge / edge;
    std::vector<double> sums(static_cast<std::size_t>(edge * edge * 3));
    for (int y = 0; y < picture.edge; ++y) {
        for (int x = 0; x < picture.edge; ++x) {
            for (int channel = 0; channel < 3; ++channel)
                sums[static_cast<std::size_t>(((y / factor) * edge + x / factor) * 3 + channel)] +=
                    picture.rgb[static_cast<std::size_t>((y * picture.edge + x) * 3 + channel)];
        }
    }
    for (double& sum : sums)
        sum /= factor * factor;
    return sums;
}

Scene singleObject(ShapeKind shape, Colour colour, Fill fill = Fill::Plain) {
    Scene scene;
    scene.background.top = scene.background.bottom = {0.9f, 0.9f, 0.9f};
    scene.objects = {{.shape = shape,
                      .colour = colour,
                      .size = SizeKind::Large,
                      .fill = fill,
                      .x = 0.5f,
                      .y = 0.5f,
                      .radius = 0.17f}};
    return scene;
}

std::array<int, 3> pixelAt(const RenderedScene& picture, double x, double y) {
    const auto index = static_cast<std::size_t>(static_cast<int>(y * picture.edge) * picture.edge +
                                                static_cast<int>(x * picture.edge));
    return {picture.rgb[3 * index], picture.rgb[3 * index + 1], picture.rgb[3 * index + 2]};
}

} // namespace

class RenderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isDeterministic() {
        const Scene scene = drawScene(5, {});
        QCOMPARE(render(scene, smallEdge).rgb, render(scene, smallEdge).rgb);
    }

    // Means of quarters: robust to the last bit of sine and cosine, sensitive to every change of look.
    void looksAsStored() {
        const std::vector<double> quarters = shrunk(render(drawScene(5, {}), smallEdge), 2);
        const std::array<double, 12> stored{230.00, 211.91, 178.20, 231.06, 233.69, 236.14,
                                            232.47, 234.46, 231.78, 231.54, 228.78, 209.61};
        for (std::size_t i = 0; i < stored.size(); ++i)
            QVERIFY2(std::abs(quarters[i] - stored[i]) < 0.3, qPrintable(QString::number(quarters[i])));
    }

    void smallPicturesLookLikeShrunkLargeOnes() {
        for (std::uint64_t seed = 0; seed < 24; ++seed) {
            const Scene scene = drawScene(seed, {});
            const std::vector<double> expected = shrunk(render(scene, largeEdge), smallEdge);
            const RenderedScene small = render(scene, smallEdge);
            double difference = 0;
            double worst = 0;
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double here = std::abs(expected[i] - small.rgb[i]);
                difference += here / static_cast<double>(expected.size());
                worst = std::max(worst, here);
            }
            QVERIFY2(difference < 1.3, qPrintable(QString::number(difference)));
            QVERIFY2(worst < 60, qPrintable(QString::number(worst)));
        }
    }

    void masksAgreeWithPicturesAndAcrossSizes() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Scene scene = drawScene(seed, {});
            const RenderedScene picture = render(scene, largeEdge);
            QCOMPARE(renderMask(scene, largeEdge), picture.mask);
            const auto areas = [&](const std::vector<std::uint8_t>& mask, std::uint8_t number) {
                return static_cast<double>(std::ranges::count(mask, number)) / static_cast<double>(mask.size());
            };
            const std::vector<std::uint8_t> small = renderMask(scene, smallEdge);
            for (std::size_t i = 1; i <= scene.objects.size(); ++i) {
                const double large = areas(picture.mask, static_cast<std::uint8_t>(i));
                QVERIFY(std::abs(areas(small, static_cast<std::uint8_t>(i)) - large) < 0.12 * large + 0.001);
            }
        }
    }

    // Where the mask says object, the pixel differs from the same scene without it.
    void maskedPixelsShowTheObject() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Scene scene = drawScene(seed, {.minObjects = 1, .maxObjects = 1});
            Scene empty = scene;
            empty.objects.clear();
            const RenderedScene with = render(scene, largeEdge);
            const RenderedScene without = render(empty, largeEdge);
            int shown = 0;
            int masked = 0;
            for (std::size_t i = 0; i < with.mask.size(); ++i) {
                if (with.mask[i] == 0)
                    continue;
                ++masked;
                int difference = 0;
                for (std::size_t channel = 0; channel < 3; ++channel)
                    difference += std::abs(with.rgb[3 * i + channel] - without.rgb[3 * i + channel]);
                shown += difference > 40 ? 1 : 0;
            }
            QVERIFY(masked > 500);
            QVERIFY2(shown > 0.98 * masked, qPrintable(QString::number(seed)));
        }
    }

    void ringsHaveHolesAndShapesStandUpright() {
        const std::vector<std::uint8_t> ring = renderMask(singleObject(ShapeKind::Ring, Colour::Red), largeEdge);
        QCOMPARE(ring[224 * 448 + 224], std::uint8_t{0});
        QCOMPARE(ring[224 * 448 + 224 + 53], std::uint8_t{1});
        for (const ShapeKind shape : {ShapeKind::Triangle, ShapeKind::Star}) {
            const std::vector<std::uint8_t> mask = renderMask(singleObject(shape, Colour::Red), largeEdge);
            const auto first = std::ranges::find(mask, 1);
            const auto column = (first - mask.begin()) % largeEdge;
            QVERIFY(std::abs(column - 224) < 12);
        }
    }

    void coloursAreTheirNames() {
        const auto [r, g, b] = pixelAt(render(singleObject(ShapeKind::Circle, Colour::Red), largeEdge), 0.5, 0.5);
        QVERIFY(r > 180 && g < 90 && b < 90);
        const auto [r2, g2, b2] = pixelAt(render(singleObject(ShapeKind::Circle, Colour::Blue), largeEdge), 0.5, 0.5);
        QVERIFY(b2 > 160 && r2 < 90 && g2 < 130);
    }

    void fillsDifferWithinTheObjectOnly() {
        const RenderedScene plain = render(singleObject(ShapeKind::Square, Colour::Green), largeEdge);
        for (const Fill fill : {Fill::Striped, Fill::Dotted}) {
            const RenderedScene filled = render(singleObject(ShapeKind::Square, Colour::Green, fill), largeEdge);
            int lighter = 0;
            int inside = 0;
            for (std::size_t i = 0; i < plain.mask.size(); ++i) {
                inside += plain.mask[i];
                const int difference = filled.rgb[3 * i] - plain.rgb[3 * i];
                lighter += difference > 30 ? 1 : 0;
                QVERIFY(plain.mask[i] == 1 || std::abs(difference) < 90);
            }
            QVERIFY2(lighter > 0.2 * inside && lighter < 0.55 * inside, qPrintable(QString::number(lighter)));
        }
    }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
