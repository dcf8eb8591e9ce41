// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "inference/formats/image_codec.h"
#include "inference/formats/little_endian.h"

namespace triptych::formats {

namespace {

constexpr std::size_t fileHeaderBytes = 14;
constexpr std::size_t minimumHeaderBytes = 40;

struct BmpHeader {
    std::size_t pixelOffset = 0;
    std::size_t headerBytes = 0;
    std::int64_t width = 0;
    std::int64_t height = 0; // negative: the top row comes first
    int bits = 0;
    std::uint32_t compression = 0;
    std::uint32_t colours = 0;
};

BmpHeader readBmpHeader(Bytes bytes) {
    BmpHeader header;
    header.pixelOffset = littleEndian(bytes, 10, 4);
    header.headerBytes = littleEndian(bytes, 14, 4);
    header.width = static_cast<std::int32_t>(littleEndian(bytes, 18, 4));
    header.height = static_cast<std::int32_t>(littleEndian(bytes, 22, 4));
    header.bits = static_cast<int>(littleEndian(bytes, 28, 2));
    header.compression = static_cast<std::uint32_t>(littleEndian(bytes, 30, 4));
    header.colours = static_cast<std::uint32_t>(littleEndian(bytes, 46, 4));
    return header;
}

// Palette entries are blue, green, red, unused.
std::vector<std::uint8_t> readPalette(Bytes bytes, const BmpHeader& header) {
    constexpr std::uint32_t most = 256;
    const std::size_t first = fileHeaderBytes + header.headerBytes;
    const std::uint32_t count = header.colours == 0 || header.colours > most ? most : header.colours;
    std::vector<std::uint8_t> palette;
    for (std::size_t entry = first; entry + 4 <= bytes.size() && palette.size() < count * 3; entry += 4)
        for (const std::size_t channel : {2, 1, 0})
            palette.push_back(std::to_integer<std::uint8_t>(bytes[entry + channel]));
    return palette;
}

bool isGreyRamp(const std::vector<std::uint8_t>& palette) {
    for (std::size_t i = 0; i < palette.size(); ++i)
        if (palette[i] != i / 3)
            return false;
    return true;
}

// The stored channels, top row first; blue, green, red become red, green, blue and a fourth channel is left out.
std::vector<std::uint8_t> readRows(Bytes rows, const BmpHeader& header, std::size_t height, std::size_t stride) {
    const auto step = static_cast<std::size_t>(header.bits / 8);
    const auto width = static_cast<std::size_t>(header.width);
    std::vector<std::uint8_t> pixels;
    pixels.reserve(width * height * (step == 1 ? 1 : 3));
    for (std::size_t y = 0; y < height; ++y) {
        const Bytes row = rows.subspan((header.height < 0 ? y : height - 1 - y) * stride, width * step);
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < (step == 1 ? 1 : 3); ++c)
                pixels.push_back(std::to_integer<std::uint8_t>(row[x * step + (step == 1 ? 0 : 2 - c)]));
    }
    return pixels;
}

} // namespace

Result<RawImage> decodeBmp(const ImageSource& source) {
    const Bytes bytes = source.bytes;
    if (bytes.size() < fileHeaderBytes + minimumHeaderBytes)
        return source.damaged("it is cut off");
    const BmpHeader header = readBmpHeader(bytes);
    if (header.headerBytes < minimumHeaderBytes || header.compression != 0 ||
        (header.bits != 8 && header.bits != 24 && header.bits != 32))
        return source.unsupported("A BMP picture of this kind");
    const std::int64_t rows = header.height < 0 ? -header.height : header.height;
    if (const auto sized = source.checkSize(header.width, rows); !sized)
        return tl::make_unexpected(sized.error());
    const auto height = static_cast<std::size_t>(rows);
    const auto stride =
        (static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.bits / 8) + 3) / 4 * 4;
    if (header.pixelOffset > bytes.size() || stride * height > bytes.size() - header.pixelOffset)
        return source.damaged("it is cut off");

    RawImage image;
    image.width = static_cast<int>(header.width);
    image.height = static_cast<int>(height);
    auto pixels = readRows(bytes.subspan(header.pixelOffset), header, height, stride);
    if (header.bits == 8) {
        const auto palette = readPalette(bytes, header);
        applyPalette(image, std::move(pixels), palette, 3);
        if (isGreyRamp(palette))
            image.mode = ImageMode::Grey;
    } else {
        image.pixels = std::move(pixels);
    }
    return image;
}

} // namespace triptych::formats
