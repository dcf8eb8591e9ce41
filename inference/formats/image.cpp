// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/image.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include "inference/formats/image_codec.h"
#include "inference/formats/stored_image.h"

namespace triptych::formats {

namespace {

struct Signature {
    ImageFormat format;
    std::string_view magic;
    Result<RawImage> (*decode)(const ImageSource& source);
};

using namespace std::string_view_literals;

constexpr std::array signatures{
    Signature{ImageFormat::Png, "\x89PNG\r\n\x1a\n"sv, decodePng},
    Signature{ImageFormat::Jpeg, "\xFF\xD8\xFF"sv, decodeJpeg},
    Signature{ImageFormat::Tiff, "II*\0"sv, decodeTiff},
    Signature{ImageFormat::Tiff, "MM\0*"sv, decodeTiff},
    Signature{ImageFormat::WebP, "RIFF"sv, decodeWebP},
    Signature{ImageFormat::Bmp, "BM"sv, decodeBmp},
};

const Signature* signatureOf(Bytes bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (const Signature& signature : signatures)
        if (text.substr(0, signature.magic.size()) == signature.magic &&
            (signature.format != ImageFormat::WebP || (text.size() >= 12 && text.substr(8, 4) == "WEBP"sv)))
            return &signature;
    return nullptr;
}

// (x + 127.5) / 255 without a division, as Pillow rounds.
std::uint32_t dividedBy255(std::uint32_t x) {
    return ((x >> 8) + x) >> 8;
}

std::uint8_t onWhite(std::uint8_t value, std::uint8_t alpha) {
    constexpr std::uint32_t bits = 7;
    const std::uint32_t own = static_cast<std::uint32_t>(alpha) << bits;
    const std::uint32_t white = (255U << bits) - own;
    return static_cast<std::uint8_t>(dividedBy255(value * own + 255 * white + (0x80U << bits)) >> bits);
}

std::vector<std::uint8_t> rgbOnWhite(std::vector<std::uint8_t> pixels, int channels) {
    if (channels == 3)
        return pixels;
    const bool colour = channels >= 3;
    const bool alpha = channels % 2 == 0;
    const auto step = static_cast<std::size_t>(channels);
    std::vector<std::uint8_t> rgb;
    rgb.reserve(pixels.size() / step * 3);
    for (std::size_t i = 0; i < pixels.size(); i += step)
        for (std::size_t c = 0; c < 3; ++c) {
            const std::uint8_t value = pixels[i + (colour ? c : 0)];
            rgb.push_back(alpha ? onWhite(value, pixels[i + step - 1]) : value);
        }
    return rgb;
}

// Where pixel (x, y) of the upright picture stands in the stored one.
struct Orientation {
    bool transposed;
    bool mirrored; // along the stored rows
    bool flipped;  // along the stored columns

    explicit Orientation(int exif)
        : transposed(exif >= 5)
        , mirrored(exif == 2 || exif == 3 || exif == 7 || exif == 8)
        , flipped(exif == 3 || exif == 4 || exif == 6 || exif == 7) {}
};

std::vector<std::uint8_t> upright(std::vector<std::uint8_t> stored, int width, int height, std::size_t channels,
                                  int exif) {
    if (exif == 1 || stored.empty())
        return stored;
    const Orientation orientation(exif);
    std::vector<std::uint8_t> result;
    result.reserve(stored.size());
    for (int y = 0; y < (orientation.transposed ? width : height); ++y)
        for (int x = 0; x < (orientation.transposed ? height : width); ++x) {
            int column = orientation.transposed ? y : x;
            int row = orientation.transposed ? x : y;
            column = orientation.mirrored ? width - 1 - column : column;
            row = orientation.flipped ? height - 1 - row : row;
            const auto at =
                (static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column));
            const auto first = stored.begin() + static_cast<std::ptrdiff_t>(at * channels);
            result.insert(result.end(), first, first + static_cast<std::ptrdiff_t>(channels));
        }
    return result;
}

DecodedImage finished(RawImage raw, ImageFormat format) {
    DecodedImage image;
    image.format = format;
    image.mode = raw.mode;
    image.picture.rgb =
        upright(rgbOnWhite(std::move(raw.pixels), raw.channels), raw.width, raw.height, 3, raw.orientation);
    image.numbers = upright(std::move(raw.numbers), raw.width, raw.height, 1, raw.orientation);
    const bool transposed = Orientation(raw.orientation).transposed;
    image.picture.width = transposed ? raw.height : raw.width;
    image.picture.height = transposed ? raw.width : raw.height;
    return image;
}

StoredImage stored(RawImage raw) {
    const bool transposed = Orientation(raw.orientation).transposed;
    const auto channels = static_cast<std::size_t>(raw.channels);
    return {transposed ? raw.height : raw.width, transposed ? raw.width : raw.height, raw.channels,
            upright(std::move(raw.pixels), raw.width, raw.height, channels, raw.orientation), raw.mode};
}

// `finish` makes the result of a RawImage and its format.
template<typename Finish>
auto decodeWith(Bytes bytes, const std::string& where, const ImageCaps& caps, const Finish& finish)
    -> Result<std::invoke_result_t<Finish, RawImage, ImageFormat>> {
    if (bytes.empty())
        return fail(ErrorCode::BadFormat, "The picture is empty. Get it again.", where);
    const Signature* signature = signatureOf(bytes);
    if (!signature)
        return fail(ErrorCode::Unsupported,
                    "This is not a PNG, JPEG, TIFF, WebP or BMP picture. Convert it to one of them.", where);
    try {
        const ImageFormat format = signature->format;
        return signature->decode({bytes, where, caps}).map([&](RawImage&& raw) {
            return finish(std::move(raw), format);
        });
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "There is not enough memory for the picture. Shrink it first.", where);
    }
}

} // namespace

Result<void> ImageSource::checkSize(std::int64_t width, std::int64_t height) const {
    constexpr std::int64_t maxEdge = 1 << 20;
    if (width < 1 || height < 1)
        return damaged("it says that it is " + std::to_string(width) + " x " + std::to_string(height) + " pixels");
    if (width > maxEdge || height > maxEdge || width * height > caps.maxPixels)
        return fail(ErrorCode::InvalidInput,
                    "The picture has " + std::to_string(width) + " x " + std::to_string(height) + " pixels; at most " +
                        std::to_string(caps.maxPixels) + " are opened. Shrink it first.",
                    where);
    return {};
}

Failure ImageSource::damaged(const std::string& problem) const {
    return fail(ErrorCode::BadFormat, "The picture is damaged: " + problem + ". Get it again.", where);
}

Failure ImageSource::unsupported(const std::string& kind) const {
    return fail(ErrorCode::Unsupported, kind + " cannot be opened. Save the picture as PNG.", where);
}

void applyPalette(RawImage& image, std::vector<std::uint8_t> indices, const std::vector<std::uint8_t>& palette,
                  int channels) {
    const auto step = static_cast<std::size_t>(channels);
    image.mode = ImageMode::Palette;
    image.channels = channels;
    image.pixels.assign(indices.size() * step, 0);
    for (std::size_t i = 0; i < indices.size(); ++i)
        for (std::size_t c = 0; c < step; ++c) {
            const std::size_t entry = indices[i] * step + c;
            image.pixels[i * step + c] = entry < palette.size() ? palette[entry] : (c == 3 ? 255 : 0);
        }
    image.numbers = std::move(indices);
}

std::vector<std::uint8_t> rgbFromCmyk(const std::vector<std::uint8_t>& cmyk, bool inverted) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(cmyk.size() / 4 * 3);
    const auto ink = [&](std::size_t i) { return static_cast<std::uint32_t>(inverted ? 255 - cmyk[i] : cmyk[i]); };
    for (std::size_t i = 0; i + 3 < cmyk.size(); i += 4) {
        const std::uint32_t notBlack = 255 - ink(i + 3);
        for (std::size_t c = 0; c < 3; ++c)
            rgb.push_back(static_cast<std::uint8_t>(notBlack - dividedBy255(ink(i + c) * notBlack + 128)));
    }
    return rgb;
}

Result<DecodedImage> decodeImage(Bytes bytes, const std::string& where, const ImageCaps& caps) {
    return decodeWith(bytes, where, caps, finished);
}

Result<DecodedImage> decodeImage(const std::filesystem::path& file, const ImageCaps& caps) {
    const auto bytes = readFile(file, caps.maxFileBytes);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    return decodeImage(*bytes, file.string(), caps);
}

Result<StoredImage> decodeStored(const std::filesystem::path& file, const ImageCaps& caps) {
    const auto bytes = readFile(file, caps.maxFileBytes);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    return decodeWith(*bytes, file.string(), caps, [](RawImage raw, ImageFormat) { return stored(std::move(raw)); });
}

Picture onWhite(const StoredImage& image) {
    return {image.width, image.height, rgbOnWhite(image.pixels, image.channels)};
}

} // namespace triptych::formats
