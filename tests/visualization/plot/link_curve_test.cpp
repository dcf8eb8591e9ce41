// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/link_curve.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace triptych::plot;

namespace {

constexpr QSize size(200, 100);

LinkCurve straight(const QColor& from, const QColor& to) {
    return {{20, 50}, {1, 0}, {180, 50}, {-1, 0}, from, to};
}

QImage drawn(const LinkCurve& curve) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    drawCurve(painter, curve);
    return image;
}

} // namespace

class LinkCurveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itLeavesAndArrivesInItsDirections() {
        const QPainterPath path = pathOf({{0, 0}, {0, 1}, {100, 100}, {-1, 0}, Qt::red, Qt::blue});
        QCOMPARE(path.pointAtPercent(0), QPointF(0, 0));
        QCOMPARE(path.pointAtPercent(1), QPointF(100, 100));
        const QPointF soon = path.pointAtPercent(0.02);
        QVERIFY(soon.y() > 5 * soon.x());
        const QPointF late = path.pointAtPercent(0.98);
        QVERIFY(100 - late.x() > 5 * (100 - late.y()));
    }

    void itBlendsFromHueToHue() {
        const QImage image = drawn(straight(Qt::red, Qt::blue));
        QVERIFY(qRed(image.pixel(25, 50)) > qBlue(image.pixel(25, 50)));
        QVERIFY(qBlue(image.pixel(175, 50)) > qRed(image.pixel(175, 50)));
        const QImage plain = drawn(straight(Qt::red, Qt::red));
        QCOMPARE(plain.pixel(25, 50), qRgb(255, 0, 0));
        QCOMPARE(plain.pixel(175, 50), qRgb(255, 0, 0));
    }

    void dotsLeaveGaps() {
        LinkCurve curve = straight(Qt::red, Qt::red);
        curve.dotted = true;
        const QImage image = drawn(curve);
        int painted = 0;
        for (int x = 30; x < 170; ++x)
            painted += image.pixel(x, 50) != qRgb(255, 255, 255);
        QVERIFY(painted > 30 && painted < 130);
    }

    // What is repainted when a curve goes away must hold all of it.
    void nothingIsPaintedBeyondItsReach() {
        LinkCurve curve = straight(Qt::red, Qt::red);
        curve.width = 9;
        const double reach = reachOf(curve);
        const QRectF box = pathOf(curve).boundingRect().adjusted(-reach, -reach, reach, reach);
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::white);
        {
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            drawCasing(painter, curve, Qt::black);
            drawCurve(painter, curve);
        }
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x)
                if (!box.contains(QPointF(x + 0.5, y + 0.5)))
                    QCOMPARE(image.pixel(x, y), qRgb(255, 255, 255));
    }
};

QTEST_MAIN(LinkCurveTest)
#include "link_curve_test.moc"
