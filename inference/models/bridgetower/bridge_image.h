// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::bridgetower {

// BridgeTower's preparation: the shorter edge becomes `shortestEdge`, the longer one at most int(1333 / 800 *
// shortestEdge), both are cut down to multiples of `divisor`; then the crop around the centre.
[[nodiscard]] Result<ProcessedImage> processBridgeImage(const Picture& picture, const ImageOptions& options,
                                                        int divisor);

} // namespace triptych::models::bridgetower
