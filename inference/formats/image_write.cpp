// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/image_write.h"

#include <csetjmp>
#include <string>

#include <png.h>

#include "inference/formats/atomic_file.h"

namespace triptych::formats {

namespace {

int channelsOf(PixelLayout layout) {
    switch (layout) {
    case PixelLayout::Grey8:
        return 1;
    case PixelLayout::Rgb8:
        return 3;
    case PixelLayout::Rgba8:
        return 4;
    }
    return 0;
}

int colourTypeOf(PixelLayout layout) {
    switch (layout) {
    case PixelLayout::Grey8:
        return PNG_COLOR_TYPE_GRAY;
    case PixelLayout::Rgb8:
        return PNG_COLOR_TYPE_RGB;
    case PixelLayout::Rgba8:
        return PNG_COLOR_TYPE_RGB_ALPHA;
    }
    return PNG_COLOR_TYPE_RGB;
}

// libpng leaves by longjmp, which must not pass the life of a C++ object: everything it touches lives in here.
struct Writer {
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::vector<std::byte> encoded;
    std::string problem;

    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { png_destroy_write_struct(&png, &info); }
};

void onWriteError(png_structp png, png_const_charp message) {
    static_cast<Writer*>(png_get_error_ptr(png))->problem = message;
    png_longjmp(png, 1);
}

void onWriteWarning(png_structp, png_const_charp) {
}

void onBytes(png_structp png, png_bytep data, png_size_t size) {
    auto& encoded = static_cast<Writer*>(png_get_io_ptr(png))->encoded;
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    encoded.insert(encoded.end(), bytes, bytes + size);
}

void onFlush(png_structp) {
}

bool encode(Writer& writer, const PixelSpan& image, int level) {
    if (setjmp(png_jmpbuf(writer.png)))
        return false;
    png_set_write_fn(writer.png, &writer, onBytes, onFlush);
    png_set_compression_level(writer.png, level);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height),
                 8, colourTypeOf(image.layout), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer.png, writer.info);
    const std::size_t stride =
        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(channelsOf(image.layout));
    for (int row = 0; row < image.height; ++row)
        png_write_row(writer.png, image.pixels.data() + static_cast<std::size_t>(row) * stride);
    png_write_end(writer.png, writer.info);
    return true;
}

} // namespace

PixelSpan pixelsOf(const Picture& picture) {
    return {picture.width, picture.height, PixelLayout::Rgb8, picture.rgb};
}

Result<std::vector<std::byte>> encodePng(const PixelSpan& image, int level) {
    const auto expected = static_cast<std::size_t>(std::max(image.width, 0)) *
                          static_cast<std::size_t>(std::max(image.height, 0)) *
                          static_cast<std::size_t>(channelsOf(image.layout));
    if (expected == 0 || image.pixels.size() != expected)
        return fail(ErrorCode::InvalidInput, "A picture of " + std::to_string(image.width) + " x " +
                                                 std::to_string(image.height) + " needs " + std::to_string(expected) +
                                                 " bytes, not " + std::to_string(image.pixels.size()) + ".");
    Writer writer;
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, onWriteError, onWriteWarning);
    writer.info = writer.png ? png_create_info_struct(writer.png) : nullptr;
    if (!writer.info)
        return fail(ErrorCode::OutOfMemory, "The PNG encoder could not be started.");
    if (!encode(writer, image, level))
        return fail(ErrorCode::Internal, "The PNG encoder failed: " + writer.problem + ".");
    return std::move(writer.encoded);
}

Result<void> writePng(const std::filesystem::path& file, const PixelSpan& image, int level) {
    const auto encoded = encodePng(image, level);
    if (!encoded)
        return fail(encoded.error().code, encoded.error().detail, file.string());
    return writeFileAtomically(file, *encoded);
}

} // namespace triptych::formats
