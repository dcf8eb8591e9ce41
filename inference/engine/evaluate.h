// SPDX-License-Identifier: GPL-3.0-or-later
// Judges a model and the explanation methods on samples whose truth is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"

namespace triptych::engine {

struct EvaluationRequest {
    std::string model = "builtin";
    std::string device = "auto";
    // A samples.jsonl of the demo world; empty: the built-in held-out set.
    std::filesystem::path samples;
    std::vector<std::string> methods; // ids; empty: all that give maps by attention
    std::vector<std::string> metrics; // ids; empty: those that judge a model and its links by the truth
    int limit = 0;                    // scenes (built-in set) or lines (file); 0: 1,000 scenes or all lines
    std::uint64_t seed = 0;           // of the bootstrap intervals
};

// One figure.
struct EvaluationRow {
    std::string metric; // "recall_at_1", "pointing", "deletion", ...
    std::string split;  // what was asked: "text", "speech", "color", ...; the modality of a map that was judged
    std::string method; // explanation method; empty for metrics that need none
    std::int64_t count = 0;
    double mean = 0;
    double low = 0; // 95 % bootstrap interval
    double high = 0;
    std::optional<double> chance;
    std::optional<double> ceiling; // the best that can be reached, where some questions have more than one right answer
    std::optional<double> secondsPerMap;
    std::optional<std::int64_t> bytesPerMap;
    std::optional<int> objects; // in the scenes of this row; nothing: in all scenes
    std::string protocol;       // of figures that perturb the sample or the model

    bool operator==(const EvaluationRow&) const = default;
};

struct Evaluation {
    std::string model;
    std::string modelHash;
    std::string device;
    std::vector<EvaluationRow> rows;
    std::vector<std::string> notices; // what could not be asked, one sentence each
    double seconds = 0;
};

// Errors: InvalidInput for an unknown method or metric, NotFinite, else those of a run.
[[nodiscard]] Result<Evaluation> evaluate(const EvaluationRequest& request, const Monitor& monitor);

} // namespace triptych::engine
