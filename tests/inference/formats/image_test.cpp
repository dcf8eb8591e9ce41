// SPDX-License-Identifier: GPL-3.0-or-later
// tests/data/formats/images holds one picture in many formats and, in expected.safetensors, what Pillow 13 shows of
// each: EXIF orientation applied, alpha laid on white, RGB.
#include "inference/formats/image.h"

#include <QtTest>
#include <algorithm>

#include "inference/formats/safetensors.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

const std::filesystem::path folder = std::string(TRIPTYCH_TEST_DATA) + "/formats/images";

std::string bytesOf(const char* name) {
    return *readTextFile(folder / name, 1'000'000);
}

Result<DecodedImage> decode(const std::string& bytes, const ImageCaps& caps = {}) {
    return decodeImage(std::as_bytes(std::span(bytes)), "memory", caps);
}

// libjpeg and libwebp may round colour conversion differently from one version to the next.
int toleranceOf(const std::string& name) {
    return name == "lossy.webp" || name == "rgb420.jpg" ? 2 : 0;
}

int largestDifference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

} // namespace

class ImageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatPillowShows_data() {
        QTest::addColumn<QString>("name");
        const auto golden = readSafetensors(folder / "expected.safetensors");
        QVERIFY(golden);
        QVERIFY(golden->size() >= 40);
        for (const auto& entry : *golden)
            QTest::newRow(entry.first.c_str()) << QString::fromStdString(entry.first);
    }

    void showsWhatPillowShows() {
        QFETCH(QString, name);
        const auto golden = readSafetensors(folder / "expected.safetensors");
        const auto& expected = std::get<ByteArray>(golden->at(name.toStdString()));
        const auto decoded = decodeImage(folder / name.toStdString());
        QVERIFY2(decoded, decoded ? "" : decoded.error().detail.c_str());
        QCOMPARE(decoded->picture.height, static_cast<int>(expected.extent(0)));
        QCOMPARE(decoded->picture.width, static_cast<int>(expected.extent(1)));
        const int difference = largestDifference(decoded->picture.rgb, expected.values());
        QVERIFY2(difference <= toleranceOf(name.toStdString()), std::to_string(difference).c_str());
    }

    void keepsModeAndNumbers() {
        const auto palette = decodeImage(folder / "palette.png");
        QVERIFY(palette->mode == ImageMode::Palette);
        QVERIFY(*std::max_element(palette->numbers.begin(), palette->numbers.end()) <= 7);
        QVERIFY(decodeImage(folder / "grey16.png")->mode == ImageMode::Grey16);
        QVERIFY(decodeImage(folder / "rgba.png")->mode == ImageMode::RgbAlpha);
        QVERIFY(decodeImage(folder / "cmyk.jpg")->mode == ImageMode::Cmyk);
        QVERIFY(decodeImage(folder / "rgb.tif")->format == ImageFormat::Tiff);
        QVERIFY(decodeImage(folder / "rgb.png")->numbers.empty());
    }

    void hugePicturesAreRefusedBeforeTheyAreRead() {
        const std::string png = bytesOf("rgb.png");
        QVERIFY(decode(png, {24 * 17, 1'000'000}));
        for (const char* name : {"rgb.png", "rgb.jpg", "rgb.tif", "lossless.webp", "rgb.bmp"}) {
            const auto refused = decode(bytesOf(name), {24 * 17 - 1, 1'000'000});
            QVERIFY2(!refused && refused.error().code == ErrorCode::InvalidInput, name);
        }
        const auto large = decodeImage(folder / "huge.png");
        QVERIFY(!large && large.error().code == ErrorCode::InvalidInput);
        QVERIFY(large.error().detail.find("60000 x 60000") != std::string::npos);
    }

    void brokenFilesGiveErrors() {
        QVERIFY(decode("").error().code == ErrorCode::BadFormat);
        QVERIFY(decode("GIF89a").error().code == ErrorCode::Unsupported);
        QVERIFY(decode("RIFF1234WAVE").error().code == ErrorCode::Unsupported);
        QVERIFY(decodeImage(folder / "expected.safetensors").error().code == ErrorCode::Unsupported);
        QVERIFY(decodeImage(folder).error().code == ErrorCode::InvalidInput);
        QVERIFY(decodeImage(folder / "absent.png").error().code == ErrorCode::FileMissing);
    }

    void truncationIsNoticedEverywhere_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const char* name :
             {"rgb.png", "palette.png", "rgb.jpg", "progressive.jpg", "rgb.tif", "lossless.webp", "rgb.bmp"})
            QTest::newRow(name) << QByteArray::fromStdString(bytesOf(name));
    }

    void truncationIsNoticedEverywhere() {
        QFETCH(QByteArray, bytes);
        for (int length = 0; length < bytes.size() / 2; ++length)
            QVERIFY2(!decode(bytes.left(length).toStdString()), std::to_string(length).c_str());
    }

    void damagedBytesNeverCrash() {
        for (const char* name : {"rgb.png", "palette.bmp", "rgb.jpg", "rgb_deflate.tif", "lossy.webp", "orient6.tif"}) {
            const std::string good = bytesOf(name);
            for (std::size_t position = 0; position < good.size(); position += 3) {
                std::string damaged = good;
                damaged[position] = static_cast<char>(damaged[position] ^ 0xFF);
                const auto decoded = decode(damaged, {1'000'000, 1'000'000});
                if (decoded)
                    QCOMPARE(decoded->picture.rgb.size(), static_cast<std::size_t>(decoded->picture.width) *
                                                              static_cast<std::size_t>(decoded->picture.height) * 3);
            }
        }
    }
};

QTEST_GUILESS_MAIN(ImageTest)
#include "image_test.moc"
