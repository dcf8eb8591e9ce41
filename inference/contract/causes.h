// SPDX-License-Identifier: GPL-3.0-or-later
// Studies that intervene in a model many times and say what each intervention does to the target.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/intervention.h"
#include "inference/contract/run_request.h"

namespace triptych {

using StudyId = std::uint64_t;

enum class StudyKind {
    Heads,          // [map, head]: the target when this head is removed
    Looks,          // [map, unit]: the target when nothing looks at this unit in this layer
    Restore,        // [layer, unit]: the target of the changed sample when this activation is put back (causal tracing)
    Subsets,        // the target for every subset of the modalities
    Counterfactual, // the fewest units whose removal turns the decision
    Swaps,          // the fewest words that turn it when words of a vocabulary stand in their place
    Lens,           // [layer, written token]: the token's probability were this layer the last (logit lens)
    Paths,          // where every token stands after each layer, on one plane
};

[[nodiscard]] std::string
toString(StudyKind kind); // "heads", "looks", "restore", "subsets", "counterfactual", "swaps", "lens", "paths"
[[nodiscard]] Result<StudyKind> parseStudyKind(std::string_view id);

struct StudyRequest {
    StudyId id = 0;
    RunRequest run; // with its interventions, which every cell has besides its own; Restore needs at least one
    StudyKind kind = StudyKind::Heads;
    Modality modality = Modality::Text;  // the columns of Looks and Restore
    std::string sites = "*.hidden";      // Restore, see PatchActivation
    int window = 1;                      // Looks and Restore: this many layers around the row's at once
    std::vector<Modality> removable;     // Counterfactual: units of these modalities; none: of all
    std::vector<std::string> vocabulary; // Swaps: what may stand in a word's place
    int beam = 3;                        // Counterfactual and Swaps: this many sets are followed
    int budget = 2000;                   // Counterfactual and Swaps: runs at most

    bool operator==(const StudyRequest&) const = default;
};

// One value of the target per cell; NaN: not measured yet, or impossible (a tower with fewer heads).
struct StudyGrid {
    std::vector<std::string> rows;    // trace names
    std::vector<std::string> columns; // "1" for a head; tokens, patches "row 2, column 3", "120 ms"
    FloatArray values;                // [row, column]
    // Of Lens, [row * columns + column]: the token that this layer would write. Empty for other studies.
    std::vector<std::string> texts = {};

    bool operator==(const StudyGrid&) const = default;
};

// The tokens of one stream on their way through its layers. Each layer's tokens are centred and scaled to unit mean
// square length, so that what is seen is how they move among each other; all layers share the plane of the two main
// axes of all of these points.
struct TokenPaths {
    std::string stream;              // "vision"
    std::vector<std::string> layers; // trace names, the embeddings first
    // [token] of `points`: what it is.
    std::vector<Modality> modalities;
    std::vector<int> units;          // counted as in ShownInputs
    FloatArray points;               // [layer, token, 2]
    std::vector<double> shownShares; // [layer]: how much of the tokens' variance the plane shows, 0 to 1

    bool operator==(const TokenPaths&) const = default;
};

struct SubsetValue {
    std::vector<Modality> present;
    double value = 0;

    bool operator==(const SubsetValue&) const = default;
};

// A decision is a margin above zero: of the matching logit, of a pair's score over the best rival in the sample, of a
// class's logit over the runner-up. Where there is no rival, it is half of what the whole sample is worth more than an
// empty one.
struct Counterfactual {
    std::string decision; // in words: "pair:0,0 above pair:0,1"
    double marginBefore = 0;
    double marginAfter = 0; // with `removed` gone or `swapped` done; above zero where nothing was found
    bool isFound = false;
    std::vector<UnitSet> removed;
    std::vector<SwapWord> swapped = {}; // of Swaps
    int runs = 0;

    bool operator==(const Counterfactual&) const = default;
};

// Grows while it is measured.
struct StudyReport {
    StudyId id = 0;
    StudyKind kind = StudyKind::Heads;
    Target target;        // never Default
    double untouched = 0; // the target without any intervention
    double base = 0;      // the target with the request's own interventions
    std::optional<StudyGrid> grid;
    std::vector<SubsetValue> subsets;
    std::vector<TokenPaths> paths; // of Paths
    std::optional<Counterfactual> counterfactual;
    std::vector<std::string> notices;
    double seconds = 0;

    bool operator==(const StudyReport&) const = default;
};

struct StudyCallbacks {
    std::function<void(StudyId, const Progress&)> progress;
    // The report so far, row by row.
    std::function<void(const StudyReport&)> grown;
    // Exactly once, also when it was cancelled (ErrorCode::Canceled).
    std::function<void(StudyId, Result<StudyReport>)> finished;
};

} // namespace triptych
