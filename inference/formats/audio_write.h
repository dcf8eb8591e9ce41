// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/base/error.h"
#include "inference/contract/media.h"

namespace triptych::formats {

enum class AudioFormat { Wav, Flac };

// 16 bit, one channel, written to a temporary name and renamed. Samples beyond [-1, 1) are clipped.
[[nodiscard]] Result<void> writeAudio(const std::filesystem::path& file, const Sound& sound,
                                      AudioFormat format = AudioFormat::Wav);

} // namespace triptych::formats
