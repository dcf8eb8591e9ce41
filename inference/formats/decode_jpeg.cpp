// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <jpeglib.h>
// jerror.h needs the types of jpeglib.h.
#include <jerror.h>

#include "inference/formats/image_codec.h"

namespace triptych::formats {

namespace {

// libjpeg leaves by longjmp, which must not pass the life of a C++ object: everything it touches lives in here.
struct JpegReader {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    std::jmp_buf leave{};
    bool created = false;
    std::array<char, JMSG_LENGTH_MAX> problem{};
    std::vector<std::uint8_t> pixels;

    JpegReader() = default;
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
    ~JpegReader() {
        if (created)
            jpeg_destroy_decompress(&jpeg);
    }
};

[[noreturn]] void onJpegError(j_common_ptr jpeg) {
    auto* reader = static_cast<JpegReader*>(jpeg->client_data);
    jpeg->err->format_message(jpeg, reader->problem.data());
    std::longjmp(reader->leave, 1);
}

void onMessage(j_common_ptr) {
}

// The library fills up with grey where the data ends early; that must not pass for the picture. Other warnings are
// common in files that every viewer shows.
void onJpegWarning(j_common_ptr jpeg, int level) {
    const int code = jpeg->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        onJpegError(jpeg);
}

bool readJpegHeader(JpegReader& reader, Bytes bytes) {
    if (setjmp(reader.leave))
        return false;
    reader.jpeg.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = onJpegError;
    reader.errors.output_message = onMessage;
    reader.errors.emit_message = onJpegWarning;
    reader.jpeg.client_data = &reader;
    jpeg_create_decompress(&reader.jpeg);
    reader.jpeg.client_data = &reader;
    reader.created = true;
    jpeg_mem_src(&reader.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
                 static_cast<unsigned long>(bytes.size()));
    constexpr unsigned int wholeMarker = 0xFFFF;
    jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, wholeMarker);
    jpeg_read_header(&reader.jpeg, TRUE);
    return true;
}

void requestColours(jpeg_decompress_struct& jpeg) {
    if (jpeg.num_components == 4)
        jpeg.out_color_space = JCS_CMYK;
    else
        jpeg.out_color_space = jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
}

bool readJpegPixels(JpegReader& reader) {
    if (setjmp(reader.leave))
        return false;
    jpeg_start_decompress(&reader.jpeg);
    const std::size_t rowBytes = reader.jpeg.output_width * static_cast<std::size_t>(reader.jpeg.output_components);
    while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
        JSAMPROW row = reader.pixels.data() + reader.jpeg.output_scanline * rowBytes;
        jpeg_read_scanlines(&reader.jpeg, &row, 1);
    }
    jpeg_finish_decompress(&reader.jpeg);
    return true;
}

int orientationOfJpeg(const jpeg_decompress_struct& jpeg) {
    constexpr std::string_view prefix("Exif\0\0", 6);
    for (auto marker = jpeg.marker_list; marker; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (data.substr(0, prefix.size()) == prefix)
            return exifOrientation(std::as_bytes(std::span(data.substr(prefix.size()))));
    }
    return 1;
}

} // namespace

Result<RawImage> decodeJpeg(const ImageSource& source) {
    JpegReader reader;
    if (!readJpegHeader(reader, source.bytes))
        return source.damaged(reader.problem.data());
    if (const auto sized = source.checkSize(reader.jpeg.image_width, reader.jpeg.image_height); !sized)
        return tl::make_unexpected(sized.error());
    const int components = reader.jpeg.num_components;
    if (components != 1 && components != 3 && components != 4)
        return source.unsupported("A JPEG picture with " + std::to_string(components) + " channels");
    // libjpeg forgets the markers when it has read the pixels.
    const int orientation = orientationOfJpeg(reader.jpeg);
    requestColours(reader.jpeg);
    reader.pixels.resize(static_cast<std::size_t>(reader.jpeg.image_width) * reader.jpeg.image_height *
                         static_cast<std::size_t>(components));
    if (!readJpegPixels(reader))
        return source.damaged(reader.problem.data());

    RawImage image;
    image.width = static_cast<int>(reader.jpeg.image_width);
    image.height = static_cast<int>(reader.jpeg.image_height);
    image.orientation = orientation;
    image.channels = components == 1 ? 1 : 3;
    image.mode = components == 1 ? ImageMode::Grey : components == 3 ? ImageMode::Rgb : ImageMode::Cmyk;
    image.pixels = components == 4 ? rgbFromCmyk(reader.pixels, true) : std::move(reader.pixels);
    if (components == 1)
        image.numbers = image.pixels;
    return image;
}

} // namespace triptych::formats
