// SPDX-License-Identifier: GPL-3.0-or-later
// What is changed in a sample or inside of a model while it runs, as values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/modality.h"
#include "inference/contract/sample.h"

namespace triptych {

// Units of one modality as the arrays of Relevance count them: patches (or regions), tokens, audio frames. No units:
// all of them.
struct UnitSet {
    Modality modality = Modality::Text;
    std::vector<int> units;

    bool operator==(const UnitSet&) const = default;
};

// The queries `from` no longer look at the keys `to`: these weights become zero and the rest of a row is scaled up to
// its old sum, as if `to` had been masked before the softmax. A row that looked at nothing else becomes zero.
struct KnockOut {
    std::optional<UnitSet> from; // nothing: every query, special tokens and pooling too
    UnitSet to;
    std::string maps = "*";      // glob over trace names of attention maps
    std::vector<int> heads = {}; // none: all

    bool operator==(const KnockOut&) const = default;
};

// What heads pass on is multiplied; 0 removes them.
struct ScaleHeads {
    std::string maps = "*";
    std::vector<int> heads = {};
    double factor = 0;

    bool operator==(const ScaleHeads&) const = default;
};

// Heads look alike at everything that they may look at.
struct EvenHeads {
    std::string maps = "*";
    std::vector<int> heads = {};

    bool operator==(const EvenHeads&) const = default;
};

// Units are removed from the input: tokens become the tokenizer's mask, unknown or padding token, patches and frames
// zero of what the model reads.
struct Erase {
    UnitSet units;

    bool operator==(const Erase&) const = default;
};

// A word of the explained text is written anew; the text is tokenised again.
struct SwapWord {
    int word = 0; // as ShownInputs counts words
    std::string by;

    bool operator==(const SwapWord&) const = default;
};

// Activations of `units` come from the run of another sample, which must have these units too.
struct PatchActivation {
    // Glob over "<tower>.layers.<i>.hidden" (what leaves a block), ".attention.context" and ".cross_attention.context"
    // (what an attention gathered), ".mlp" (what the block's perceptron adds).
    std::string sites = "*.hidden";
    UnitSet units;
    Sample source;

    bool operator==(const PatchActivation&) const = default;
};

using Intervention = std::variant<KnockOut, ScaleHeads, EvenHeads, Erase, SwapWord, PatchActivation>;

// "text:3,4" or "image" for all units.
[[nodiscard]] std::string toString(const UnitSet& set);
[[nodiscard]] Result<UnitSet> parseUnitSet(std::string_view spec);

// One line, as the command line takes it:
//   knock-out from=text:3 to=image:10,11-13 maps=fusion.* heads=0,1
//   scale-heads maps=fusion.layers.1.cross_attention heads=2 factor=0
//   even-heads maps=vision.* | erase units=text:3 | swap-word word=3 by=blue
//   patch sites=fusion.layers.1.hidden units=text:3 from=other.json
// What is a default may be left out. A patch names its source by the sample's id.
[[nodiscard]] std::string toString(const Intervention& intervention);

// `readSample` opens what a patch comes from. InvalidInput says what is wrong with the line.
using SampleReader = std::function<Result<Sample>(const std::string& name)>;
[[nodiscard]] Result<Intervention> parseIntervention(std::string_view line, const SampleReader& readSample);

} // namespace triptych
