// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/heated_picture.h"

#include <QTest>

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr QSize size(120, 90);
constexpr QRect whole(-10, -20, 140, 130); // the map reaches beyond what is seen

QImage plain() {
    QImage picture(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            picture.setPixel(x, y, qRgb(2 * x, 2 * y, 128));
    return picture;
}

FloatArray spotAt(std::int64_t row, std::size_t col) {
    FloatArray map({8, 8});
    map.row({row})[col] = 1.0F;
    return map;
}

picture::OverlayStyle style() {
    return {picture::ColourMap::Magma, 1.0F, 0.8F};
}

QImage heatedBy(const FloatArray& map) {
    HeatedPicture picture;
    picture.setPicture(plain());
    picture.setHeat(map, style(), whole);
    return picture.image();
}

} // namespace

class HeatedPictureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itsPixelsChangeWhereThereIsHeat() {
        HeatedPicture picture;
        QVERIFY(picture.isNull());
        picture.setPicture(plain());
        QCOMPARE(picture.image(), plain());
        picture.setHeat(spotAt(4, 4), style(), whole);
        const QRegion heated = picture.heated();
        QVERIFY(!heated.isEmpty() && heated.boundingRect().width() < size.width());
        const QImage image = picture.image();
        int changed = 0;
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x) {
                const bool isChanged = image.pixel(x, y) != plain().pixel(x, y);
                QVERIFY(!isChanged || heated.contains(QPoint(x, y)));
                changed += isChanged;
            }
        QVERIFY(changed > 50);
    }

    void whatWasHotBeforeIsPlainAgain() {
        HeatedPicture picture;
        picture.setPicture(plain());
        picture.setHeat(spotAt(2, 2), style(), whole);
        QCOMPARE(picture.image(), heatedBy(spotAt(2, 2)));
        // Partly over the former heat, beside it, and nowhere.
        for (const auto& [row, col] : {std::pair<std::int64_t, std::size_t>{3, 2}, {6, 5}}) {
            picture.setHeat(spotAt(row, col), style(), whole);
            QCOMPARE(picture.image(), heatedBy(spotAt(row, col)));
        }
        picture.clearHeat();
        QVERIFY(picture.heated().isEmpty());
        QCOMPARE(picture.image(), plain());
    }

    void anotherPictureStartsWithoutHeat() {
        HeatedPicture picture;
        picture.setPicture(plain());
        picture.setHeat(spotAt(4, 4), style(), whole);
        (void)picture.image();
        const QImage other = plain().mirrored();
        picture.setPicture(other);
        QCOMPARE(picture.image(), other);
        picture.setHeat(spotAt(4, 4), style(), QRect(200, 0, 50, 50)); // beside what is seen
        QCOMPARE(picture.image(), other);
    }
};

QTEST_MAIN(HeatedPictureTest)
#include "heated_picture_test.moc"
