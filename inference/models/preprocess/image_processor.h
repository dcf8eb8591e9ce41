// SPDX-License-Identifier: GPL-3.0-or-later
// What an image processor of a published folder does: resize with Pillow's arithmetic, crop, rescale, normalise.
#pragma once

#include <optional>
#include <vector>

#include <ATen/ATen.h>

#include "inference/contract/media.h"
#include "inference/contract/units.h"
#include "inference/formats/resize.h"
#include "inference/models/config_view.h"

namespace triptych::models {

struct PixelSize {
    int height = 0;
    int width = 0;

    bool operator==(const PixelSize&) const = default;
};

struct ImageOptions {
    bool doResize = true;
    // The picture's shorter edge becomes `shortestEdge` where it is positive, else the picture becomes `size`.
    int shortestEdge = 0;
    PixelSize size{224, 224};
    formats::ResizeFilter filter = formats::ResizeFilter::Bicubic;
    bool doCrop = false; // around the centre; what lies outside the picture is black
    PixelSize crop{224, 224};
    bool doRescale = true;
    double rescaleFactor = 1.0 / 255;
    bool doNormalize = true;
    std::vector<double> mean{0.5, 0.5, 0.5};
    std::vector<double> deviation{0.5, 0.5, 0.5};
};

inline const std::vector<double> clipMean{0.48145466, 0.4578275, 0.40821073};
inline const std::vector<double> clipDeviation{0.26862954, 0.26130258, 0.27577711};
inline const std::vector<double> imagenetMean{0.485, 0.456, 0.406};
inline const std::vector<double> imagenetDeviation{0.229, 0.224, 0.225};

// preprocessor_config.json over the defaults of the family's processor. Sizes may be numbers or objects.
[[nodiscard]] ImageOptions readImageOptions(const ConfigView& preprocessor, const ImageOptions& defaults);
// The same but "size", which some families read in a way of their own.
[[nodiscard]] ImageOptions readImageOptionsButSize(const ConfigView& preprocessor, const ImageOptions& defaults);

// Pixels for a network and the part of the source that they show.
struct ProcessedImage {
    at::Tensor pixels;        // float [3, height, width]
    formats::SourceBox shown; // in source pixels; may reach beyond the picture
};

[[nodiscard]] Result<ProcessedImage> processImage(const Picture& picture, const ImageOptions& options);

// The steps, for families that choose sizes themselves.
// The size whose shorter edge is `shortest`, the other one rounded down.
[[nodiscard]] PixelSize withShortestEdge(PixelSize picture, int shortest);
// uint8 [height, width, 3] -> float [3, height, width], rescaled and normalised.
[[nodiscard]] at::Tensor normalizePixels(const Picture& picture, const ImageOptions& options);
// The centre of a picture; black where the crop is larger. `left` and `top` may be negative.
struct CentredCrop {
    Picture picture;
    int left = 0;
    int top = 0;
};
[[nodiscard]] CentredCrop cropCentre(const Picture& picture, PixelSize size);

// The grid of patches of `patch` pixels over a processed image.
[[nodiscard]] PatchGrid patchGrid(const ProcessedImage& image, int patchHeight, int patchWidth);

} // namespace triptych::models
