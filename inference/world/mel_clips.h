// SPDX-License-Identifier: GPL-3.0-or-later
// Spoken clips as compact log-mel spectrograms, in memory and in a cache file.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/numerics/mel.h"
#include "inference/world/speech.h"

namespace triptych::world {

// Mel energies in 255 even steps of their natural logarithm, from the options' floor to the loudest possible sound:
// about 0.1, or 0.4 dB, a step. Level 0 is silence.
class MelLevels {
public:
    explicit MelLevels(const numerics::MelOptions& options);

    [[nodiscard]] std::uint8_t level(float logEnergy) const;
    [[nodiscard]] float energy(std::uint8_t level) const { return m_energies[level]; }

private:
    float m_lowest = 0;
    float m_step = 0;
    std::array<float, 256> m_energies{};
};

struct MelClip {
    ByteArray levels;            // [frame, bin]
    std::vector<WordTime> words; // from the start of the clip

    bool operator==(const MelClip&) const = default;
};

// The log-mel spectrogram of one piece of a sound.
[[nodiscard]] ByteArray encodeMel(std::span<const float> samples, const numerics::MelSpectrum& spectrum,
                                  const MelLevels& levels);

// What a set of clips is made from, as one line a fact; its hash names the cache file.
[[nodiscard]] std::string describeRecipe(const numerics::MelOptions& options, const std::vector<Voice>& voices);
[[nodiscard]] std::string hashOf(std::string_view recipe);

// A file of `count` clips with `bins` bins; BadFormat for anything else.
[[nodiscard]] Result<std::vector<MelClip>> loadClips(const std::filesystem::path& file, std::size_t count, int bins);
[[nodiscard]] Result<void> saveClips(const std::filesystem::path& file, const std::vector<MelClip>& clips, int bins);

// Makes clip number i.
using ClipMaker = std::function<Result<MelClip>(std::size_t)>;

// From the cache file where it exists and is sound, else made, with progress under "speech", and written there. An
// empty path means no cache.
[[nodiscard]] Result<std::vector<MelClip>> loadOrMakeClips(const std::filesystem::path& file, std::size_t count,
                                                           int bins, const ClipMaker& make, const Monitor& monitor);

} // namespace triptych::world
