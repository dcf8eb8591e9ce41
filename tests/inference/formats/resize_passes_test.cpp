// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/resize_passes.h"

#include <QtTest/QTest>

#include <random>

using namespace triptych::formats;

namespace {

std::mt19937 randomNumbers(3);

std::vector<std::uint8_t> randomBytes(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(randomNumbers());
    return bytes;
}

// Weights of 1 to 9 pixels whose sum is about 1, some below 0, so that sums leave 0 to 255 on both sides.
Taps randomTaps(int inSize, int outSize) {
    Taps taps;
    for (int out = 0; out < outSize; ++out) {
        const int count = std::min(inSize, 1 + static_cast<int>(randomNumbers() % 9));
        const int first = static_cast<int>(randomNumbers() % static_cast<unsigned>(inSize - count + 1));
        taps.pixels.push_back({first, taps.weights.size(), static_cast<std::size_t>(count)});
        for (int i = 0; i < count; ++i)
            taps.weights.push_back((1 << weightBits) / count + static_cast<int>(randomNumbers() % 3000000) - 1500000);
    }
    return taps;
}

} // namespace

class ResizePassesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothWaysGiveTheSameBytes() {
        if (!hasWideResize())
            QSKIP("This processor has no AVX2.");
        for (const int width : {1, 2, 3, 7, 16, 33, 101}) {
            const Taps taps = randomTaps(width, 40);
            const auto rowBytes = static_cast<std::size_t>(width) * 3;
            const auto row = randomBytes(rowBytes + wideOverread);
            std::vector<std::uint8_t> plain(120), wide(120);
            resizeRowPlainly(row.data(), 3, taps, plain.data());
            resizeRowWidely(row.data(), taps, wide.data());
            QCOMPARE(wide, plain);
            const auto rows = randomBytes(rowBytes * 9);
            for (const Taps::Pixel& pixel : taps.pixels) {
                std::vector<std::uint8_t> plainRow(rowBytes), wideRow(rowBytes);
                addRowsPlainly(rows.data(), rowBytes, taps.weightsOf(pixel), rowBytes, plainRow.data());
                addRowsWidely(rows.data(), rowBytes, taps.weightsOf(pixel), rowBytes, wideRow.data());
                QCOMPARE(wideRow, plainRow);
            }
        }
    }

    // Nothing behind the pixels is read: the sanitizer's build sees it.
    void smallPicturesAreReadWithinTheirBounds() {
        for (const int width : {1, 2, 3})
            for (const int height : {1, 2, 5}) {
                const auto pixels = randomBytes(static_cast<std::size_t>(width * height) * 3);
                const RasterView view{pixels.data(), width, height, 3};
                QCOMPARE(resizeRows(view, randomTaps(width, 4)).size(), static_cast<std::size_t>(height) * 12);
                QCOMPARE(resizeColumns(view, randomTaps(height, 4)).size(), static_cast<std::size_t>(width) * 12);
            }
    }
};

QTEST_GUILESS_MAIN(ResizePassesTest)
#include "resize_passes_test.moc"
