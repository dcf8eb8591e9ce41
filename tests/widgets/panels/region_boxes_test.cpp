// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/region_boxes.h"

#include <QImage>
#include <QPainter>
#include <QTest>
#include <array>

using namespace triptych;
using namespace triptych::widgets;

class RegionBoxesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSmallestBoxIsPointedAt() {
        const std::vector<Box> boxes{{0, 0, 1, 1}, {0.25, 0.25, 0.5, 0.5}, {0.2, 0.2, 0.8, 0.8}};
        const QRectF picture(100, 100, 200, 200);
        QCOMPARE(regions::at(boxes, picture, {170, 170}), 1);
        QCOMPARE(regions::at(boxes, picture, {240, 240}), 2);
        QCOMPARE(regions::at(boxes, picture, {105, 105}), 0);
        QCOMPARE(regions::at(boxes, picture, {50, 50}), -1);
        QCOMPARE(regions::rectOf(boxes[1], picture), QRectF(150, 150, 50, 50));
        QCOMPARE(regions::pathOf(boxes, picture, {1, 7}).boundingRect(), QRectF(150, 150, 50, 50));
    }

    void theStrongestIsFilledMost() {
        const std::vector<Box> boxes{{0, 0, 0.4, 1}, {0.6, 0, 1, 1}};
        const std::array values{0.1F, 1.0F};
        QImage image(100, 100, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        regions::draw(painter, boxes, QRectF(0, 0, 100, 100), values, picture::ColourMap::Viridis, 1.0F, 1.0);
        painter.end();
        QCOMPARE(image.pixelColor(50, 50), QColor(Qt::white));
        const auto distance = [&](int x) { return 255 - image.pixelColor(x, 50).blue(); };
        QVERIFY(distance(80) > distance(20));
        QVERIFY(distance(20) > 0);
    }
};

QTEST_GUILESS_MAIN(RegionBoxesTest)
#include "region_boxes_test.moc"
