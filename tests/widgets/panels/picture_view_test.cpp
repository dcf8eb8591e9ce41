// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/picture_view.h"

#include <QTest>

using triptych::widgets::PictureView;

class PictureViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsAndCentres() {
        PictureView view;
        view.setPictureSize({200, 100});
        view.setViewport({0, 0, 400, 400});
        QCOMPARE(view.pictureRect(), QRectF(0, 100, 400, 200));
    }

    void zoomKeepsWhatLiesUnderTheCursor() {
        PictureView view;
        view.setPictureSize({100, 100});
        view.setViewport({0, 0, 400, 400});
        const QPointF cursor(100, 300);
        view.zoomAt(cursor, 2);
        const QRectF picture = view.pictureRect();
        QCOMPARE(picture.width(), 800.0);
        QCOMPARE((cursor - picture.topLeft()) / picture.width(), QPointF(0.25, 0.75));
    }

    void panStopsAtTheEdge() {
        PictureView view;
        view.setPictureSize({100, 100});
        view.setViewport({0, 0, 400, 400});
        view.zoomAt({200, 200}, 2);
        view.pan({10000, -10000});
        QCOMPARE(view.pictureRect().left(), 0.0);
        QCOMPARE(view.pictureRect().bottom(), 400.0);
        view.fit();
        QCOMPARE(view.pictureRect(), QRectF(0, 0, 400, 400));
    }
};

QTEST_GUILESS_MAIN(PictureViewTest)
#include "picture_view_test.moc"
