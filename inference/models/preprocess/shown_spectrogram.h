// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/media.h"

namespace triptych::models {

// For people, of networks that hear the samples themselves: 25 ms windows every 10 ms, 64 mel bins.
[[nodiscard]] Spectrogram shownSpectrogram(const Sound& sound);

} // namespace triptych::models
