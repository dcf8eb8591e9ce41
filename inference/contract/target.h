// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "inference/base/error.h"
#include "inference/contract/modality.h"

namespace triptych {

enum class TargetKind {
    Default, // what the family is for
    Pair,    // score of item `first` of modality `firstModality` and item `second` of `secondModality`
    Match,   // the matching head
    Class,   // logit of class `index`
    Token,   // logit of generated token `index`
    Answer,  // logit of the answer `text`
};

// The number that is explained.
struct Target {
    TargetKind kind = TargetKind::Default;
    Modality firstModality = Modality::Image;
    int first = 0;
    Modality secondModality = Modality::Text;
    int second = 0;
    int index = 0;
    std::string text;

    bool operator==(const Target&) const = default;
};

// Whether the number comes from items of this modality; of a target that is no pair nobody knows better.
[[nodiscard]] bool dependsOn(const Target& target, Modality modality);

// Reads "default", "pair:I,J", "pair:audio=I,text=J", "match", "class:N", "token:N" or "answer:TEXT".
[[nodiscard]] Result<Target> parseTarget(std::string_view spec);

// The inverse of parseTarget; image and text are left unnamed in a pair.
[[nodiscard]] std::string toString(const Target& target);

} // namespace triptych
