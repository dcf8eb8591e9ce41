// SPDX-License-Identifier: GPL-3.0-or-later
// A picture that is accepted holds as many pixels as it says, and no more than the cap.
#include <cstdlib>
#include <span>

#include "inference/formats/image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych::formats;
    ImageCaps caps;
    caps.maxPixels = 1'000'000;
    const auto image = decodeImage(std::as_bytes(std::span(data, size)), "fuzz", caps);
    if (!image)
        return 0;
    const auto pixels = static_cast<std::int64_t>(image->picture.width) * image->picture.height;
    if (pixels <= 0 || pixels > caps.maxPixels || image->picture.rgb.size() != static_cast<std::size_t>(pixels) * 3)
        std::abort();
    return 0;
}
