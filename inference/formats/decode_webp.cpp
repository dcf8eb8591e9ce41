// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string_view>

#include <webp/decode.h>

#include "inference/formats/image_codec.h"
#include "inference/formats/little_endian.h"

namespace triptych::formats {

namespace {

// The RIFF chunk of that name; empty where there is none.
Bytes chunkOf(Bytes file, std::string_view name) {
    constexpr std::size_t header = 8;
    Bytes rest = file.subspan(std::min<std::size_t>(12, file.size()));
    while (rest.size() >= header) {
        const std::size_t size = littleEndian(rest, 4, 4);
        const Bytes body = rest.subspan(header);
        if (std::string_view(reinterpret_cast<const char*>(rest.data()), 4) == name)
            return body.first(std::min(size, body.size()));
        rest = body.subspan(std::min(size + size % 2, body.size()));
    }
    return {};
}

int orientationOfWebp(Bytes file) {
    constexpr std::string_view prefix("Exif\0\0", 6);
    Bytes exif = chunkOf(file, "EXIF");
    // Some writers put the marker of JPEG files in front.
    if (std::string_view(reinterpret_cast<const char*>(exif.data()), exif.size()).substr(0, prefix.size()) == prefix)
        exif = exif.subspan(prefix.size());
    return exifOrientation(exif);
}

} // namespace

Result<RawImage> decodeWebP(const ImageSource& source) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(source.bytes.data());
    WebPBitstreamFeatures features{};
    if (WebPGetFeatures(data, source.bytes.size(), &features) != VP8_STATUS_OK)
        return source.damaged("its WebP header cannot be read");
    if (const auto sized = source.checkSize(features.width, features.height); !sized)
        return tl::make_unexpected(sized.error());
    if (features.has_animation)
        return source.unsupported("An animated WebP picture");

    RawImage image;
    image.width = features.width;
    image.height = features.height;
    image.channels = features.has_alpha ? 4 : 3;
    image.mode = features.has_alpha ? ImageMode::RgbAlpha : ImageMode::Rgb;
    image.orientation = orientationOfWebp(source.bytes);
    const int stride = image.width * image.channels;
    image.pixels.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(image.height));
    const auto decode = features.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
    if (!decode(data, source.bytes.size(), image.pixels.data(), image.pixels.size(), stride))
        return source.damaged("its WebP data is broken or cut off");
    return image;
}

} // namespace triptych::formats
