// SPDX-License-Identifier: GPL-3.0-or-later
// True captions and checked hard negatives for a batch of scenes.
#pragma once

#include <cstdint>
#include <vector>

#include "inference/world/caption.h"

namespace triptych::training {

// A caption as training shows it: true, or with known wrong words.
struct DrawnCaption {
    world::Caption caption;
    bool isTrue = true;
    world::Change change = world::Change::Colour; // of a negative
    // Mentions with wrong words. A negative taken from another scene has none: nobody knows which of its words fit.
    std::vector<int> wrongMentions;
    bool wordsKnown = true;
};

enum class CaptionMix {
    Whole, // captions of all objects
    Short, // partial, related and counted ones
};

// Two captions per scene, the true one and then a negative of it: [2 * scenes]. Deterministic by seed.
[[nodiscard]] std::vector<DrawnCaption> drawCaptions(const std::vector<world::Scene>& scenes, CaptionMix mix,
                                                     std::uint64_t seed);

// Share of Chinese captions in percent.
inline constexpr int chinesePercent = 25;

} // namespace triptych::training
