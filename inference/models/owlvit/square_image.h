// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::owlvit {

// OWLv2's preparation. The picture is rescaled, padded with 0 at the right and at the bottom to a square where `doPad`
// is set, blurred by a Gaussian of (factor - 1) / 2 pixels along every axis that shrinks (radius 4 sigma, mirrored at
// the borders), sampled linearly at the centres of the new pixels, and normalised; all of it in floats.
[[nodiscard]] ProcessedImage processSquare(const Picture& picture, const ImageOptions& options, bool doPad);

} // namespace triptych::models::owlvit
