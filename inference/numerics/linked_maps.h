// SPDX-License-Identifier: GPL-3.0-or-later
// What the units of one modality look at in the others, cut out of arrays that a run left behind. Nothing here runs a
// model, so that every movement of the mouse can ask again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/contract/run_result.h"

namespace triptych::numerics {

// The query looks at the key.
enum class LinkDirection { LooksAt, LookedAtBy };

enum class HeadReduction { One, Mean, Max };

struct LinkChoice {
    // Attention weights of one layer instead of the links that the method computed.
    bool rawAttention = false;
    int layer = 0; // index into attentionLayers()
    HeadReduction heads = HeadReduction::Mean;
    int head = 0; // used by HeadReduction::One
    LinkDirection direction = LinkDirection::LooksAt;
    // Of raw attention: keys that receive more than this many times the even share are left out, see attentionSinks();
    // 0: all are kept.
    double sinkFactor = 0;

    bool operator==(const LinkChoice&) const = default;
};

// Units of one modality: patches (row * cols + col), words or frames.
struct LinkSource {
    Modality modality = Modality::Text;
    std::vector<int> units;

    bool operator==(const LinkSource&) const = default;
};

// Raw values; an empty array means that the result does not say. Tokens are merged to words by the sum of columns (a
// word is looked at as much as its tokens together) and by the mean of rows (a word looks like the average of its
// tokens).
struct LinkedMaps {
    enum class Origin { Relevance, Links, Attention };

    FloatArray image; // [row, col]
    FloatArray text;  // [word]
    FloatArray audio; // [frame]
    // Relevance toward the target where there is no source; Attention also where the method has no links of its own.
    Origin origin = Origin::Relevance;
    // The asked direction, or the other one where only that one exists: a patch never looks at a word in
    // cross-attention.
    LinkDirection direction = LinkDirection::LooksAt;

    [[nodiscard]] const FloatArray& of(Modality modality) const;
    [[nodiscard]] FloatArray& of(Modality modality);
    [[nodiscard]] bool empty() const { return image.empty() && text.empty() && audio.empty(); }
    bool operator==(const LinkedMaps&) const = default;
};

// The watched maps of one layer that tie modalities together; layers of encoders where no map does.
struct AttentionLayer {
    std::string tower;
    int layer = 0;
    int heads = 0;
    std::vector<const AttentionMap*> maps; // point into the result
};

// First layer first, attention pooling last.
[[nodiscard]] std::vector<AttentionLayer> attentionLayers(const RunResult& result);

// Whether any key of the layer's maps belongs to this modality.
[[nodiscard]] bool isLookedAt(const AttentionLayer& layer, Modality modality);

// With a source: what its units look at, or are looked at by (several units: the mean of their rows, the sum of their
// columns). Without: the relevance toward the target, or for raw attention the mean over all units of the other
// modalities; where no map ties modalities, what the rows that the target reads look at (readoutMaps).
[[nodiscard]] LinkedMaps linkedMaps(const RunResult& result, const LinkChoice& choice,
                                    const std::optional<LinkSource>& source);

// An array of units in the shape that people see: patches as [row, col], else [unit].
[[nodiscard]] FloatArray unitMap(Modality modality, std::vector<float> units, const ShownInputs& inputs);

// Values of tokens added up word by word: [token] -> [word]. Special tokens are left out.
[[nodiscard]] FloatArray wordSums(const FloatArray& tokens, const ShownInputs& inputs);

} // namespace triptych::numerics
