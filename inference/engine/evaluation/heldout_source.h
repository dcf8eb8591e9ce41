// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "inference/engine/evaluation/item.h"

namespace triptych::engine {

inline constexpr std::size_t heldOutScenes = 1000;

// Scenes with colour-shape pairs that training never shows, after those without: for ten scenes three.
[[nodiscard]] constexpr std::size_t unseenPairScenes(std::size_t scenes) {
    return (scenes * 3 + 9) / 10;
}

// The built-in held-out set: scenes of 1 to 5 objects from held-out seeds, drawn at the size that people see and
// written to a temporary folder one after another. Every scene asks for its whole caption (English and Chinese text,
// speech word by word by known and unseen voices, and as a sentence), for one hard negative of every kind that it
// allows, and for the nouns of a short caption, written and spoken. The scenes that follow have an object of an unseen
// colour-shape pair each; they ask for the written caption and for the words that name such objects, in splits that end
// in "_unseen_pair".
[[nodiscard]] Result<std::unique_ptr<EvaluationSource>> openHeldOut(std::size_t scenes);

} // namespace triptych::engine
