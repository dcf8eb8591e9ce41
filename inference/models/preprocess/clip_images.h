// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/preprocess/image_processor.h"

namespace triptych::models {

// The defaults of CLIP's image processor, which several families take over.
[[nodiscard]] inline ImageOptions clipImageDefaults() {
    ImageOptions options;
    options.shortestEdge = 224;
    options.doCrop = true;
    options.mean = clipMean;
    options.deviation = clipDeviation;
    return options;
}

} // namespace triptych::models
