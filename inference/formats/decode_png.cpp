// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csetjmp>
#include <cstring>

#include <png.h>

#include "inference/formats/image_codec.h"

namespace triptych::formats {

namespace {

// libpng leaves by longjmp, which must not pass the life of a C++ object: everything it touches lives in here.
struct PngReader {
    png_structp png = nullptr;
    png_infop info = nullptr;
    Bytes rest;
    std::string problem;
    png_uint_32 width = 0;
    png_uint_32 height = 0;
    int bitDepth = 0;
    int colourType = 0;
    std::vector<std::uint8_t> pixels;
    std::vector<png_bytep> rows;

    PngReader() = default;
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void onPngError(png_structp png, png_const_charp message) {
    static_cast<PngReader*>(png_get_error_ptr(png))->problem = message;
    png_longjmp(png, 1);
}

void onPngWarning(png_structp, png_const_charp) {
}

void onPngRead(png_structp png, png_bytep target, png_size_t size) {
    Bytes& rest = static_cast<PngReader*>(png_get_io_ptr(png))->rest;
    if (size > rest.size())
        png_error(png, "it is cut off");
    std::memcpy(target, rest.data(), size);
    rest = rest.subspan(size);
}

bool readPngHeader(PngReader& reader) {
    if (setjmp(png_jmpbuf(reader.png)))
        return false;
    png_set_read_fn(reader.png, &reader, onPngRead);
    png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_info(reader.png, reader.info);
    png_get_IHDR(reader.png, reader.info, &reader.width, &reader.height, &reader.bitDepth, &reader.colourType, nullptr,
                 nullptr, nullptr);
    return true;
}

// Asks for 8 bit everywhere but in grey with 16 bit, and for palette indices as they are.
std::size_t requestLayout(PngReader& reader) {
    if (reader.colourType == PNG_COLOR_TYPE_PALETTE)
        png_set_packing(reader.png);
    else if (reader.colourType == PNG_COLOR_TYPE_GRAY && reader.bitDepth < 8)
        png_set_expand_gray_1_2_4_to_8(reader.png);
    if (reader.bitDepth == 16 && reader.colourType != PNG_COLOR_TYPE_GRAY)
        png_set_strip_16(reader.png);
    if (reader.colourType == PNG_COLOR_TYPE_GRAY && reader.bitDepth <= 8 &&
        png_get_valid(reader.png, reader.info, PNG_INFO_tRNS))
        png_set_tRNS_to_alpha(reader.png);
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    return png_get_rowbytes(reader.png, reader.info);
}

bool prepare(PngReader& reader, std::size_t& rowBytes) {
    if (setjmp(png_jmpbuf(reader.png)))
        return false;
    rowBytes = requestLayout(reader);
    return true;
}

bool readPngPixels(PngReader& reader) {
    if (setjmp(png_jmpbuf(reader.png)))
        return false;
    png_read_image(reader.png, reader.rows.data());
    png_read_end(reader.png, reader.info);
    return true;
}

std::vector<std::uint8_t> paletteOf(const PngReader& reader, int& channels) {
    png_colorp colours = nullptr;
    int count = 0;
    png_get_PLTE(reader.png, reader.info, &colours, &count);
    png_bytep alpha = nullptr;
    int alphaCount = 0;
    png_get_tRNS(reader.png, reader.info, &alpha, &alphaCount, nullptr);
    channels = alphaCount > 0 ? 4 : 3;
    std::vector<std::uint8_t> palette;
    for (int i = 0; i < count; ++i) {
        palette.insert(palette.end(), {colours[i].red, colours[i].green, colours[i].blue});
        if (alphaCount > 0)
            palette.push_back(i < alphaCount ? alpha[i] : 255);
    }
    return palette;
}

// Pillow clips 16-bit grey instead of scaling it.
std::vector<std::uint8_t> clippedBigEndian(const std::vector<std::uint8_t>& bigEndian) {
    std::vector<std::uint8_t> grey(bigEndian.size() / 2);
    for (std::size_t i = 0; i < grey.size(); ++i)
        grey[i] = bigEndian[2 * i] > 0 ? 255 : bigEndian[2 * i + 1];
    return grey;
}

ImageMode modeOf(const PngReader& reader) {
    switch (reader.colourType) {
    case PNG_COLOR_TYPE_GRAY:
        return reader.bitDepth == 16 ? ImageMode::Grey16 : reader.bitDepth == 1 ? ImageMode::Bilevel : ImageMode::Grey;
    case PNG_COLOR_TYPE_GRAY_ALPHA:
        return ImageMode::GreyAlpha;
    case PNG_COLOR_TYPE_PALETTE:
        return ImageMode::Palette;
    case PNG_COLOR_TYPE_RGB_ALPHA:
        return ImageMode::RgbAlpha;
    default:
        return ImageMode::Rgb;
    }
}

int orientationOfPng(PngReader& reader) {
    png_uint_32 size = 0;
    png_bytep exif = nullptr;
    if (!png_get_eXIf_1(reader.png, reader.info, &size, &exif))
        return 1;
    return exifOrientation({reinterpret_cast<const std::byte*>(exif), size});
}

RawImage assembled(PngReader& reader) {
    RawImage image;
    image.width = static_cast<int>(reader.width);
    image.height = static_cast<int>(reader.height);
    image.mode = modeOf(reader);
    image.orientation = orientationOfPng(reader);
    image.channels = png_get_channels(reader.png, reader.info);
    if (image.mode == ImageMode::Palette) {
        int channels = 3;
        const auto palette = paletteOf(reader, channels);
        applyPalette(image, std::move(reader.pixels), palette, channels);
        return image;
    }
    image.pixels = image.mode == ImageMode::Grey16 ? clippedBigEndian(reader.pixels) : std::move(reader.pixels);
    if (image.mode == ImageMode::Grey && image.channels == 1)
        image.numbers = image.pixels;
    return image;
}

} // namespace

Result<RawImage> decodePng(const ImageSource& source) {
    PngReader reader;
    reader.rest = source.bytes;
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onPngError, onPngWarning);
    reader.info = reader.png ? png_create_info_struct(reader.png) : nullptr;
    if (!reader.info)
        return fail(ErrorCode::OutOfMemory, "The PNG decoder could not be started.", source.where);
    if (!readPngHeader(reader))
        return source.damaged(reader.problem);
    if (const auto sized = source.checkSize(reader.width, reader.height); !sized)
        return tl::make_unexpected(sized.error());
    std::size_t rowBytes = 0;
    if (!prepare(reader, rowBytes))
        return source.damaged(reader.problem);
    reader.pixels.resize(rowBytes * reader.height);
    for (png_uint_32 row = 0; row < reader.height; ++row)
        reader.rows.push_back(reader.pixels.data() + row * rowBytes);
    if (!readPngPixels(reader))
        return source.damaged(reader.problem);
    return assembled(reader);
}

} // namespace triptych::formats
