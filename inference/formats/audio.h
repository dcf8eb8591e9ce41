// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

#include "inference/base/error.h"
#include "inference/contract/media.h"

namespace triptych::formats {

// Checked against the header before anything is decoded, and against the data while it is.
struct AudioCaps {
    double maxSeconds = 900;
    int maxRateHz = 192'000;
    int maxChannels = 32;
    std::uint64_t maxBytes = 1'000'000'000;
};

// WAV, FLAC, OGG (Vorbis, Opus) and MP3, recognised by their first bytes. One channel: the mean of all, taken in double
// precision. Integer samples come out in [-1, 1); samples stored as floats are kept as they are. Errors: FileMissing,
// BadFormat (not a sound, empty, truncated, beyond a cap), NotFinite.
[[nodiscard]] Result<Sound> decodeAudio(const std::filesystem::path& file, const AudioCaps& caps = {});

// The same at another sampling rate.
[[nodiscard]] Result<Sound> decodeAudioAt(const std::filesystem::path& file, int rateHz, const AudioCaps& caps = {});

} // namespace triptych::formats
