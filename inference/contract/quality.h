// SPDX-License-Identifier: GPL-3.0-or-later
// How far a map can be trusted: figures that are measured for it, each with the protocol without which it means
// nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/coalition_game.h"
#include "inference/contract/modality.h"
#include "inference/contract/run_request.h"

namespace triptych {

using QualityId = std::uint64_t;

struct Protocol {
    std::string order;     // in which units are changed: "most relevant first"
    std::string substrate; // what stands in their place: "zero", "blur", "neighbours"; empty: nothing is replaced
    std::string step;      // "4 units", "10 % of the units"
    std::string target;    // as toString(Target) writes it
    int draws = 0;         // random perturbations or resets; 0: nothing is drawn
    std::uint64_t seed = 0;

    bool operator==(const Protocol&) const = default;
};

[[nodiscard]] std::string toString(Substrate substrate);
// One line for a table: "most relevant first, zero, 4 units, pair:0,0, 3 draws, seed 0".
[[nodiscard]] std::string toString(const Protocol& protocol);

// The target's value while units are changed. shares [point], ascending in 0..1; values [point].
struct QualityCurve {
    std::vector<double> shares;
    std::vector<double> values;

    bool operator==(const QualityCurve&) const = default;
};

enum class Better { Lower, Higher };

struct QualityFigure {
    std::string metric;
    Modality modality = Modality::Image;
    double value = 0;
    // The same for units in random order, or for a map that knows nothing.
    std::optional<double> chance;
    Better better = Better::Higher;
    Protocol protocol;
    QualityCurve curve;     // empty where the metric has none
    std::vector<int> order; // units of the modality, first changed first; empty where the metric has no order

    bool operator==(const QualityFigure&) const = default;
};

// How alike the map and the map of the model after a reset are.
struct RandomisationStep {
    std::string layer;   // what was reset last; everything before it stays reset
    double spearman = 0; // |rho|, mean over the seeds

    bool operator==(const RandomisationStep&) const = default;
};

// Parameter randomisation (Adebayo et al. 2018): a map that stays the same when what the model learned is gone does not
// explain it.
struct Randomisation {
    Modality modality = Modality::Image;
    std::vector<RandomisationStep> steps; // from the output down
    int stepCount = 0;                    // when it is complete
    double limit = 0.3;
    Protocol protocol;

    [[nodiscard]] bool isComplete() const { return !steps.empty() && static_cast<int>(steps.size()) == stepCount; }
    // Of a complete one: whether the map changed enough.
    [[nodiscard]] bool passes() const { return isComplete() && steps.back().spearman <= limit; }

    bool operator==(const Randomisation&) const = default;
};

struct QualityRequest {
    QualityId id = 0;
    RunRequest run;                   // whose map is judged
    std::vector<std::string> metrics; // ids of faithfulness metrics, "randomisation" among them
    Substrate substrate = Substrate::Zero;
    int steps = 20;     // of a curve
    int resets = 3;     // seeds of the randomisation
    double limit = 0.3; // of |Spearman| after all parameters were reset
};

// Grows while it is measured.
struct QualityReport {
    QualityId id = 0;
    std::vector<QualityFigure> figures;
    std::optional<Randomisation> randomisation;
    std::vector<std::string> notices; // what could not be measured, one sentence each
    double seconds = 0;
};

struct QualityCallbacks {
    std::function<void(QualityId, const Progress&)> progress;
    // The report so far, after every figure and every reset layer.
    std::function<void(const QualityReport&)> grown;
    // Exactly once, also when it was cancelled (ErrorCode::Canceled).
    std::function<void(QualityId, Result<QualityReport>)> finished;
};

} // namespace triptych
