// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of one map that was made by a finished pass.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "inference/contract/quality.h"
#include "inference/engine/quality/reset_models.h"
#include "inference/engine/run_pass.h"

namespace triptych::engine {

struct JudgeOptions {
    Substrate substrate = Substrate::Zero;
    int steps = 20;
    int resets = 3;
    double limit = 0.3;
    std::uint64_t seed = 0;
};

using Grown = std::function<void(const QualityReport&)>;

// Measures metrics (ids of metrics::mapMetrics) for the maps toward the target that the pass holds, one modality after
// another; `grown` hears of the report after every figure. What a map or the sample cannot be asked is a notice.
// `resets` makes the models of the randomisation. Errors: NotFinite, Canceled, OutOfMemory, those of a run.
[[nodiscard]] Result<QualityReport> judge(const models::Model& model, const Plan& plan, const Pass& pass,
                                          const std::vector<std::string>& metrics, const JudgeOptions& options,
                                          ResetModels& resets, const Grown& grown, const Monitor& monitor);

} // namespace triptych::engine
