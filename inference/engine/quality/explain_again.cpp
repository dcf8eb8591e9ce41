// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/explain_again.h"

#include <ATen/CPUGeneratorImpl.h>

#include "inference/backend/guard.h"
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
        at::Generator generator = at::detail::createCPUGenerator(seed);
        backend::TensorMap inputs;
        for (const explain::ExplainedInput& place : places) {
            const at::Tensor& original = sample.tensors.at(place.name);
            const at::Tensor noise =
                at::rand(original.sizes(), generator, at::TensorOptions(at::kFloat)).mul(2.0 * radius).sub(radius);
            inputs[place.name] = original + noise.to(original.options());
        }
        return inputs;
    });
}

} // namespace triptych::engine
