// SPDX-License-Identifier: GPL-3.0-or-later
// Whole pictures of an explanation for people, with a legend that states raw values.
#pragma once

#include <vector>

#include "inference/base/array.h"
#include "inference/contract/media.h"
#include "inference/contract/units.h"
#include "visualization/picture/colour_map.h"

namespace triptych::picture {

// The picture with the map's heat on the rectangle that the grid covers, the outline of the strongest region, and below
// it the colour bar with the raw minimum, maximum and sum. `map` is [row, col] of patches or [height, width] of the
// preprocessed image, both covering the grid's rectangle. Diverging colours lie on a grey picture.
[[nodiscard]] Picture composeImage(const Picture& source, const PatchGrid& grid, const FloatArray& map,
                                   ColourMap colours);

// The spectrogram in grey, the heat of every frame in a strip below it on the same time axis, and the legend. `map` is
// [frame].
[[nodiscard]] Picture composeSound(const Spectrogram& spectrogram, const AudioAxis& axis, const FloatArray& map,
                                   ColourMap colours);

// One below the other on white, left aligned.
[[nodiscard]] Picture stackPictures(const std::vector<Picture>& pictures);

} // namespace triptych::picture
