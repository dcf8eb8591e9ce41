// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/base/error.h"
#include "inference/contract/inference_service.h"

namespace triptych::engine {

// The picture with its longer edge at most maxEdge, every pixel the mean of those that it covers; smaller ones stay as
// they are.
[[nodiscard]] Picture shrunk(const Picture& picture, int maxEdge);

// The largest magnitude per column, 0..1; fewer columns where there are fewer samples.
[[nodiscard]] std::vector<float> envelopeOf(const Sound& sound, int columns);

// Decodes an image or sound file. A text has an empty preview. Errors are those of the decoder.
[[nodiscard]] Result<Preview> makePreview(const PreviewRequest& request);

} // namespace triptych::engine
