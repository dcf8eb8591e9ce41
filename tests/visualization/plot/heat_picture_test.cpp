// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/heat_picture.h"

#include <QPainter>
#include <QTest>

using namespace triptych;
using namespace triptych::plot;

namespace {

constexpr PatchGrid grid{2, 3, 10, 0, 60, 40};

Picture darkPicture(int width, int height) {
    Picture made{width, height, {}};
    made.rgb.resize(static_cast<std::size_t>(width * height) * 3);
    made.rgb[0] = 255;
    return made;
}

} // namespace

class HeatPictureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesAreCopied() {
        QImage image;
        {
            const Picture source = darkPicture(2, 1);
            image = toImage(source);
        }
        QCOMPARE(image.size(), QSize(2, 1));
        QCOMPARE(image.pixel(0, 0), qRgb(255, 0, 0));
        QCOMPARE(image.pixel(1, 0), qRgb(0, 0, 0));
        QVERIFY(toImage(Picture{}).isNull());
        QVERIFY(toImage(picture::Pixels{}).isNull());
    }

    void aMapHasAPixelPerCell() {
        FloatArray map({2, 3});
        map.row({1})[2] = 4;
        const QImage image = mapImage(map, picture::ColourMap::Magma, 4);
        const QImage ramp = colourRamp(picture::ColourMap::Magma);
        QCOMPARE(image.size(), QSize(3, 2));
        QCOMPARE(image.pixel(2, 1), ramp.pixel(ramp.width() - 1, 0));
        QCOMPARE(image.pixel(0, 0), ramp.pixel(0, 0));
        // Without a range nothing is stretched to be seen.
        QCOMPARE(mapImage(map, picture::ColourMap::Magma, 0).pixel(2, 1), ramp.pixel(0, 0));
        QCOMPARE(mapImage(FloatArray({5}), picture::ColourMap::Magma, 1).size(), QSize(5, 1));
        QVERIFY(mapImage(FloatArray(), picture::ColourMap::Magma, 1).isNull());
    }

    void theMiddleOfADivergingMapIsZero() {
        const QImage image = mapImage(FloatArray({1}), picture::ColourMap::BlueWhiteRed, 1);
        QVERIFY(qGray(image.pixel(0, 0)) > 230);
    }

    void patchesLieWhereTheGridDoes() {
        const QRectF whole = gridRect(grid, darkPicture(80, 40), QRectF(100, 100, 160, 80));
        QCOMPARE(whole, QRectF(120, 100, 120, 80));
        QCOMPARE(patchRect(grid, whole, 4), QRectF(160, 140, 40, 40));
        QVERIFY(patchRect(PatchGrid{}, whole, 0).isEmpty());
    }

    void edgesBetweenPatchesAreLeftOut() {
        const QRectF whole(0, 0, 60, 40);
        // Two lines per edge of the outline; neighbours share the edge that is left out.
        QCOMPARE(patchesPath(grid, whole, {0}).elementCount(), 4 * 2);
        QCOMPARE(patchesPath(grid, whole, {0, 1}).elementCount(), 6 * 2);
        QCOMPARE(patchesPath(grid, whole, {0, 4}).elementCount(), 8 * 2);
        QCOMPARE(patchesPath(grid, whole, {0, 1, 3, 4}).boundingRect(), QRectF(0, 0, 40, 40));
    }

    void outlinesAreStretchedOverTheGrid() {
        const QPainterPath path = outlinePath({{{0, 0}, {0.5F, 0}, {0.5F, 1}}}, QRectF(10, 20, 100, 50));
        QCOMPARE(path.boundingRect(), QRectF(10, 20, 50, 50));
        QVERIFY(outlinePath({}, QRectF(0, 0, 1, 1)).isEmpty());
    }

    void linesStandBetweenPatchesOnly() {
        QImage image(60, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        {
            QPainter painter(&image);
            drawGrid(painter, grid, QRectF(0, 0, 60, 40));
        }
        QCOMPARE(image.pixel(0, 5), qRgb(255, 255, 255));
        QVERIFY(image.pixel(20, 5) != qRgb(255, 255, 255));
        QVERIFY(image.pixel(5, 20) != qRgb(255, 255, 255));
    }
};

QTEST_MAIN(HeatPictureTest)
#include "heat_picture_test.moc"
