// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include <tiffio.h>

#include "inference/formats/image_codec.h"

namespace triptych::formats {

namespace {

// The file in memory, as libtiff's callbacks see it.
struct Stream {
    Bytes bytes;
    std::uint64_t position = 0;
    std::string problem;
};

Stream& streamOf(thandle_t handle) {
    return *static_cast<Stream*>(handle);
}

tmsize_t onTiffRead(thandle_t handle, void* target, tmsize_t size) {
    Stream& stream = streamOf(handle);
    if (size <= 0 || stream.position >= stream.bytes.size())
        return 0;
    const auto taken = std::min<std::uint64_t>(static_cast<std::uint64_t>(size), stream.bytes.size() - stream.position);
    std::memcpy(target, stream.bytes.data() + stream.position, taken);
    stream.position += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t onWrite(thandle_t, void*, tmsize_t) {
    return -1;
}

toff_t onSeek(thandle_t handle, toff_t offset, int origin) {
    Stream& stream = streamOf(handle);
    const std::uint64_t start = origin == SEEK_CUR ? stream.position : origin == SEEK_END ? stream.bytes.size() : 0;
    stream.position = start + offset;
    return stream.position;
}

int onClose(thandle_t) {
    return 0;
}

toff_t onSize(thandle_t handle) {
    return streamOf(handle).bytes.size();
}

int onTiffError(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    std::array<char, 256> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    static_cast<Stream*>(user)->problem = text.data();
    return 1;
}

int onTiffWarning(TIFF*, void*, const char*, const char*, va_list) {
    return 1;
}

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffPtr = std::unique_ptr<TIFF, Close>;

TiffPtr openTiff(Stream& stream) {
    constexpr tmsize_t largestAllocation = tmsize_t{1} << 30;
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                   TIFFOpenOptionsFree);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onTiffError, &stream);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onTiffWarning, &stream);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), largestAllocation);
    return TiffPtr(TIFFClientOpenExt("picture", "rm", &stream, onTiffRead, onWrite, onSeek, onClose, onSize, nullptr,
                                     nullptr, options.get()));
}

struct Layout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t photometric = 0;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t format = SAMPLEFORMAT_UINT;
    std::uint16_t orientation = 1;
};

Layout layoutOf(TIFF* tiff) {
    Layout layout;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &layout.orientation);
    return layout;
}

// What is read line by line as it is stored; the rest goes through libtiff's conversion to RGBA.
bool isPlain(TIFF* tiff, const Layout& layout) {
    if (TIFFIsTiled(tiff) || layout.planar != PLANARCONFIG_CONTIG || layout.format != SAMPLEFORMAT_UINT)
        return false;
    switch (layout.photometric) {
    case PHOTOMETRIC_MINISBLACK:
        return (layout.bits == 8 || layout.bits == 16) && layout.samples == 1;
    case PHOTOMETRIC_PALETTE:
        return layout.bits == 8 && layout.samples == 1;
    case PHOTOMETRIC_RGB:
        return layout.bits == 8 && (layout.samples == 3 || layout.samples == 4);
    case PHOTOMETRIC_SEPARATED:
        return layout.bits == 8 && layout.samples == 4;
    default:
        return false;
    }
}

bool readLines(TIFF* tiff, const Layout& layout, std::vector<std::uint8_t>& pixels) {
    const std::size_t rowBytes = static_cast<std::size_t>(layout.width) * layout.samples * (layout.bits / 8);
    if (TIFFScanlineSize64(tiff) != rowBytes)
        return false;
    pixels.resize(rowBytes * layout.height);
    for (std::uint32_t row = 0; row < layout.height; ++row)
        if (TIFFReadScanline(tiff, pixels.data() + row * rowBytes, row) < 0)
            return false;
    return true;
}

std::vector<std::uint8_t> paletteOf(TIFF* tiff) {
    constexpr std::size_t entries = 256;
    std::uint16_t* red = nullptr;
    std::uint16_t* green = nullptr;
    std::uint16_t* blue = nullptr;
    std::vector<std::uint8_t> palette;
    if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue))
        return palette;
    for (std::size_t i = 0; i < entries; ++i)
        for (const std::uint16_t* channel : {red, green, blue})
            palette.push_back(static_cast<std::uint8_t>(channel[i] >> 8));
    return palette;
}

// Pillow clips 16-bit grey instead of scaling it; libtiff delivers the machine's byte order.
std::vector<std::uint8_t> clippedWords(const std::vector<std::uint8_t>& words) {
    std::vector<std::uint8_t> grey(words.size() / 2);
    for (std::size_t i = 0; i < grey.size(); ++i) {
        std::uint16_t value = 0;
        std::memcpy(&value, words.data() + 2 * i, sizeof value);
        grey[i] = static_cast<std::uint8_t>(std::min<std::uint16_t>(value, 255));
    }
    return grey;
}

void takePlain(RawImage& image, TIFF* tiff, const Layout& layout, std::vector<std::uint8_t> pixels) {
    switch (layout.photometric) {
    case PHOTOMETRIC_MINISBLACK:
        image.channels = 1;
        image.mode = layout.bits == 16 ? ImageMode::Grey16 : ImageMode::Grey;
        image.pixels = layout.bits == 16 ? clippedWords(pixels) : std::move(pixels);
        if (layout.bits == 8)
            image.numbers = image.pixels;
        break;
    case PHOTOMETRIC_PALETTE:
        applyPalette(image, std::move(pixels), paletteOf(tiff), 3);
        break;
    case PHOTOMETRIC_SEPARATED:
        image.mode = ImageMode::Cmyk;
        image.pixels = rgbFromCmyk(pixels, false);
        break;
    default:
        image.channels = layout.samples;
        image.mode = layout.samples == 4 ? ImageMode::RgbAlpha : ImageMode::Rgb;
        image.pixels = std::move(pixels);
    }
}

// libtiff multiplies colours by alpha here, which is undone by laying the rest on white in place.
bool takeConverted(RawImage& image, TIFF* tiff, const Layout& layout) {
    const std::size_t count = static_cast<std::size_t>(layout.width) * layout.height;
    std::vector<std::uint32_t> packed(count);
    if (!TIFFReadRGBAImageOriented(tiff, layout.width, layout.height, packed.data(), layout.orientation, 1))
        return false;
    image.mode = layout.bits == 1 ? ImageMode::Bilevel : ImageMode::Rgb;
    image.pixels.reserve(count * 3);
    for (const std::uint32_t pixel : packed)
        for (const std::uint32_t value : {TIFFGetR(pixel), TIFFGetG(pixel), TIFFGetB(pixel)})
            image.pixels.push_back(
                static_cast<std::uint8_t>(std::min(value + 255 - TIFFGetA(pixel), std::uint32_t{255})));
    return true;
}

} // namespace

Result<RawImage> decodeTiff(const ImageSource& source) {
    Stream stream{source.bytes, 0, {}};
    const TiffPtr tiff = openTiff(stream);
    if (!tiff)
        return source.damaged(stream.problem.empty() ? "its TIFF header cannot be read" : stream.problem);
    const Layout layout = layoutOf(tiff.get());
    if (const auto sized = source.checkSize(layout.width, layout.height); !sized)
        return tl::make_unexpected(sized.error());
    if (layout.format != SAMPLEFORMAT_UINT || layout.bits > 16)
        return source.unsupported("A TIFF picture with other than 1 to 16 unsigned bits");

    RawImage image;
    image.width = static_cast<int>(layout.width);
    image.height = static_cast<int>(layout.height);
    image.orientation = layout.orientation >= 1 && layout.orientation <= 8 ? layout.orientation : 1;
    if (isPlain(tiff.get(), layout)) {
        std::vector<std::uint8_t> pixels;
        if (!readLines(tiff.get(), layout, pixels))
            return source.damaged(stream.problem.empty() ? "its lines are shorter than its width" : stream.problem);
        takePlain(image, tiff.get(), layout, std::move(pixels));
        return image;
    }
    if (!takeConverted(image, tiff.get(), layout))
        return source.damaged(stream.problem.empty() ? "its TIFF data cannot be read" : stream.problem);
    return image;
}

} // namespace triptych::formats
