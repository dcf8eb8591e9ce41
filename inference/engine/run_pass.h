// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/run_request.h"
#include "inference/contract/run_result.h"
#include "inference/explain/parameters.h"
#include "inference/models/model.h"

namespace triptych::explain {
class Method;
}

namespace triptych::engine {

// What is fixed before the model is touched.
struct Plan {
    const explain::Method* method = nullptr; // nullptr: no explanation
    explain::Parameters parameters;
    std::uint64_t seed = 0;
    Watch watch;                    // wide enough for the method and for gradients
    std::vector<std::string> inner; // see backend::Trace::watchInner
    bool needsGradients = false;    // maps stay in the autograd graph
};

// Errors: InvalidInput for an unknown method or parameter.
[[nodiscard]] Result<Plan> planRun(const RunRequest& request, bool wantsGradients);

// One prepared, computed and explained sample.
struct Pass {
    models::PreparedSample prepared;
    backend::Trace trace;
    Target target;
    std::optional<at::Tensor> targetValue; // nothing where the sample has no target, as one modality alone
    Relevance relevance;
    std::vector<StageTime> times;
    std::vector<std::string> notices;
};

// prepare -> forward -> target -> explain. The request's interventions are not looked at: see Laboratory. Errors as of
// Runner::run.
[[nodiscard]] Result<Pass> runPass(const models::Model& model, const RunRequest& request, const Plan& plan,
                                   const ArrayMap& inputs, const Monitor& monitor);

// The same for a sample that is cut already.
[[nodiscard]] Result<Pass> runPrepared(const models::Model& model, models::PreparedSample prepared,
                                       const Target& target, const Plan& plan, const Monitor& monitor);

} // namespace triptych::engine
