// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/world/caption.h"
#include "inference/world/samples_file.h"
#include "inference/world/speech.h"

namespace triptych::world {

// A caption as it is heard, with the mentions of its words and of the objects' sounds as sound 0 of a sample.
struct Recording {
    Sound sound;
    std::string transcript;
    std::vector<LabelledMention> mentions;
};

// Speaks the caption; with `objectSounds`, up to two sounds that objects of the scene make follow.
[[nodiscard]] Result<Recording> record(const Caption& caption, const Scene& scene, const Voice& voice,
                                       bool objectSounds, std::uint64_t seed);

} // namespace triptych::world
