// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes as files: pictures, masks, captions in two languages, speech and hard negatives, with their truth.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/world/samples_file.h"
#include "inference/world/scene.h"

namespace triptych::world {

struct SampleOptions {
    SceneOptions scene{.minObjects = 1, .maxObjects = 5, .split = Split::HeldOut, .unseenPairs = true};
    int edge = 448;
    bool heldOutVoices = true; // speakers that training never hears
    bool small = false;        // sounds as FLAC instead of WAV, and pictures packed as well as possible
};

// Writes the files of the scene with this seed into an existing folder and says what is in them. Two texts, English and
// Chinese, say the same; two thirds of the samples are spoken. A sample whose texts name only a part is always spoken
// in full: the sound then carries what the texts leave out, and spokenText is null. Some recordings end with sounds
// that objects make.
[[nodiscard]] Result<LabelledSample> writeSample(std::uint64_t seed, const SampleOptions& options,
                                                 const std::filesystem::path& folder);

// All seeds, and samples.jsonl beside them.
[[nodiscard]] Result<void> writeWorld(const std::vector<std::uint64_t>& seeds, const SampleOptions& options,
                                      const std::filesystem::path& folder, const Monitor& monitor);

} // namespace triptych::world
