// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/media.h"
#include "visualization/picture/pixels.h"

namespace triptych::picture {

// From silence to the loudest; the colours of panel and ink, so that only heat is coloured beside it.
struct SpectrogramTones {
    Rgb quiet{255, 255, 255};
    Rgb loud{25, 28, 32};
};

// Time runs to the right, frequency upwards; the quietest fifth of the spectrogram counts as silence, whatever the unit
// of its logarithm. A spectrogram that is empty, or the same everywhere, is quiet.
[[nodiscard]] Picture drawSpectrogram(const Spectrogram& spectrogram, int width, int height,
                                      const SpectrogramTones& tones = {});

} // namespace triptych::picture
