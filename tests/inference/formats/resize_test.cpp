// SPDX-License-Identifier: GPL-3.0-or-later
// tests/data/formats/resize holds random pictures and what Pillow 13 makes of them, named picture.filter.size.
#include "inference/formats/resize.h"

#include <QRegularExpression>
#include <QtTest>

#include "inference/formats/safetensors.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

Picture pictureOf(const AnyArray& array) {
    const auto& pixels = std::get<ByteArray>(array);
    return {static_cast<int>(pixels.extent(1)),
            static_cast<int>(pixels.extent(0)),
            {pixels.values().begin(), pixels.values().end()}};
}

ResizeFilter filterOf(const QString& name) {
    if (name == QLatin1String("box"))
        return ResizeFilter::Box;
    if (name == QLatin1String("bilinear"))
        return ResizeFilter::Bilinear;
    return name == QLatin1String("bicubic") ? ResizeFilter::Bicubic : ResizeFilter::Lanczos;
}

} // namespace

class ResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsPillowBitForBit() {
        const auto golden = readSafetensors(std::string(TRIPTYCH_TEST_DATA) + "/formats/resize/expected.safetensors");
        QVERIFY(golden);
        int compared = 0;
        for (const auto& [name, array] : *golden) {
            const QStringList parts = QString::fromStdString(name).split(QLatin1Char('.'));
            if (parts.size() < 3)
                continue;
            const Picture source = pictureOf(golden->at(parts[0].toStdString()));
            const Picture expected = pictureOf(array);
            const bool boxed = parts[2] == QLatin1String("boxed");
            const auto resized =
                boxed ? resize(source, expected.width, expected.height, filterOf(parts[1]), {2.25, 1.5, 30.75, 6.5})
                      : resize(source, expected.width, expected.height, filterOf(parts[1]));
            QVERIFY2(resized && *resized == expected, name.c_str());
            ++compared;
        }
        QCOMPARE(compared, 56);
    }

    void aFlatPictureStaysFlat() {
        const Picture flat{5, 3, std::vector<std::uint8_t>(45, 77)};
        for (const auto filter :
             {ResizeFilter::Box, ResizeFilter::Bilinear, ResizeFilter::Bicubic, ResizeFilter::Lanczos})
            QVERIFY(resize(flat, 17, 2, filter)->rgb == std::vector<std::uint8_t>(17 * 2 * 3, 77));
    }

    void impossibleRequestsAreRefused() {
        const Picture flat{5, 3, std::vector<std::uint8_t>(45, 77)};
        QVERIFY(!resize(flat, 0, 2, ResizeFilter::Box));
        QVERIFY(!resize(flat, 2, -1, ResizeFilter::Box));
        QVERIFY(!resize(flat, 2, 2, ResizeFilter::Box, {0, 0, 6, 3}));
        QVERIFY(!resize(flat, 2, 2, ResizeFilter::Box, {3, 0, 3, 3}));
        QVERIFY(!resize(Picture{5, 4, flat.rgb}, 2, 2, ResizeFilter::Box));
        QVERIFY(resizeFilterFromPillow(3) && !resizeFilterFromPillow(0));
    }
};

QTEST_GUILESS_MAIN(ResizeTest)
#include "resize_test.moc"
