// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/explain_again.h"

#include "inference/backend/guard.h"
#include "inference/backend/noise.h"
#include "inference/explain/input_space.h"
#include "inference/explain/method.h"

namespace triptych::engine {

Result<Relevance> explainAgain(const models::Model& model, const Plan& plan, const Pass& pass,
                               const backend::TensorMap& inputs, const Monitor& monitor) {
    return triptych::backend::guarded("explain", [&]() -> Result<Relevance> {
        const models::PreparedSample sample =
            explain::withTensors({model, pass.prepared, pass.trace, pass.target, plan.parameters}, inputs);
        backend::Trace trace(plan.watch, plan.needsGradients);
        if (const auto done = model.forward(sample, trace, monitor); !done)
            return Failure(done.error());
        return plan.method->explain({model, sample, trace, pass.target, plan.parameters, plan.seed}, monitor);
    });
}

Result<backend::TensorMap> noisyInputs(const models::PreparedSample& sample, const Target& target, double radius,
                                       std::uint64_t seed) {
    return explain::explainedInputs(sample, target).map([&](const std::vector<explain::ExplainedInput>& places) {
        backend::TensorMap inputs;
        for (std::size_t i = 0; i < places.size(); ++i)
            inputs[places[i].name] = triptych::backend::withUniformNoise(sample.tensors.at(places[i].name), radius,
                                                                         seed * places.size() + i);
        return inputs;
    });
}

} // namespace triptych::engine
