// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/image_write.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cstring>

#include "inference/formats/file_bytes.h"
#include "inference/formats/image.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

Picture gradient(int width, int height) {
    Picture picture{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int value : {x * 7, y * 11, x * y})
                picture.rgb.push_back(static_cast<std::uint8_t>(value));
    return picture;
}

} // namespace

class ImageWriteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesComeBackUnchanged() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a/b.png")).toStdString();
        const Picture picture = gradient(13, 7);
        for (const int level : {1, 9}) {
            QVERIFY(writePng(file, pixelsOf(picture), level));
            QVERIFY(decodeImage(file)->picture == picture);
        }
    }

    void greyMasksKeepTheirNumbers() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("mask.png")).toStdString();
        const std::vector<std::uint8_t> numbers{0, 1, 2, 3, 200, 255};
        QVERIFY(writePng(file, {3, 2, PixelLayout::Grey8, numbers}));
        const auto decoded = decodeImage(file);
        QVERIFY(decoded->mode == ImageMode::Grey);
        QVERIFY(decoded->numbers == numbers);
    }

    void theSamePixelsGiveTheSameBytes() {
        const Picture picture = gradient(32, 32);
        const auto first = encodePng(pixelsOf(picture));
        QVERIFY(first && first == encodePng(pixelsOf(picture)));
        QVERIFY(encodePng(pixelsOf(picture), 9)->size() <= encodePng(pixelsOf(picture), 1)->size());
    }

    void sizesThatDoNotFitAreRefused() {
        const std::vector<std::uint8_t> pixels(12);
        QVERIFY(encodePng({2, 2, PixelLayout::Rgb8, pixels}));
        QVERIFY(!encodePng({2, 3, PixelLayout::Rgb8, pixels}));
        QVERIFY(!encodePng({2, 2, PixelLayout::Rgba8, pixels}));
        QVERIFY(!encodePng({0, 0, PixelLayout::Rgb8, {}}));
        QVERIFY(!encodePng({-2, -2, PixelLayout::Rgb8, pixels}));
    }

    void aFailedWriteLeavesTheOldFile() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.png")).toStdString();
        const Picture picture = gradient(4, 4);
        QVERIFY(writePng(file, pixelsOf(picture)));
        QVERIFY(!writePng(file, {9, 9, PixelLayout::Rgb8, picture.rgb}));
        QVERIFY(decodeImage(file)->picture == picture);
        QVERIFY(!writePng(file / "below-a-file.png", pixelsOf(picture)));
    }
};

QTEST_GUILESS_MAIN(ImageWriteTest)
#include "image_write_test.moc"
