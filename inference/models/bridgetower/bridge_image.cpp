// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/bridgetower/bridge_image.h"

#include <algorithm>

namespace triptych::models::bridgetower {

namespace {

PixelSize resizedTo(PixelSize picture, int shortest, int divisor) {
    const int longest = static_cast<int>(1333.0 / 800 * shortest);
    const double scale = static_cast<double>(shortest) / std::min(picture.height, picture.width);
    double height = picture.height < picture.width ? shortest : scale * picture.height;
    double width = picture.height < picture.width ? scale * picture.width : shortest;
    if (const double larger = std::max(height, width); larger > longest) {
        height *= longest / larger;
        width *= longest / larger;
    }
    const auto floored = [&](double edge) { return static_cast<int>(edge + 0.5) / divisor * divisor; };
    return {floored(height), floored(width)};
}

} // namespace

Result<ProcessedImage> processBridgeImage(const Picture& picture, const ImageOptions& options, int divisor) {
    ImageOptions exact = options;
    if (options.doResize) {
        exact.shortestEdge = 0;
        exact.size = resizedTo({picture.height, picture.width}, options.shortestEdge, divisor);
        if (exact.size.height == 0 || exact.size.width == 0)
            return fail(ErrorCode::InvalidInput,
                        "The picture is too long and narrow for this model; crop it before it is opened.", "image");
    }
    return processImage(picture, exact);
}

} // namespace triptych::models::bridgetower
