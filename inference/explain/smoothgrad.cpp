// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/smoothgrad.h"

#include <ATen/CPUGeneratorImpl.h>

#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/input_space.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeSmoothGrad() {
    MethodDescriptor method;
    method.id = "smoothgrad";
    method.label = "SmoothGrad";
    method.summary =
        "The gradient averaged over copies of the input with noise: what is left does not hang on a chance "
        "value of one pixel.";
    method.needs = {MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Audio};
    method.parameters = {integerParameter("samples", "Copies", "32", 1, 4096),
                         realParameter("noise", "Noise", "0.15", 0, 1),
                         choiceParameter("variant", "Form", {"mean", "squared"})};
    return method;
}

// Copies of the inputs with noise. Drawn on the CPU, so that a seed means the same on every device.
class NoisyInputs {
public:
    NoisyInputs(const ExplainInput& input, const std::vector<ExplainedInput>& inputs)
        : m_values(valuesOf(input.sample, inputs))
        , m_random(at::detail::createCPUGenerator(input.seed)) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const at::Tensor own = ownPart(input.sample, inputs[i], m_values[i]).to(at::kDouble);
            m_deviations.push_back(input.parameters.real("noise") * (own.max() - own.min()).item<double>());
        }
    }

    std::vector<at::Tensor> draw() {
        std::vector<at::Tensor> noisy;
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            const at::Tensor noise = at::randn(m_values[i].sizes(), m_random, at::TensorOptions(at::kFloat));
            noisy.push_back(m_values[i] + (noise * m_deviations[i]).to(m_values[i]));
        }
        return noisy;
    }

private:
    std::vector<at::Tensor> m_values;
    std::vector<double> m_deviations;
    at::Generator m_random;
};

struct GradientSums {
    std::vector<at::Tensor> perInput;
    std::int64_t samples = 0;
};

// Ends early with what there is when the run is cancelled.
Result<GradientSums> sumNoisyGradients(const ExplainInput& input, const std::vector<ExplainedInput>& inputs,
                                       bool squared, const Monitor& monitor) {
    const std::int64_t samples = *input.parameters.integer("samples");
    NoisyInputs copies(input, inputs);
    GradientSums sums;
    for (; sums.samples < samples; ++sums.samples) {
        monitor.report("explain", sums.samples, samples);
        auto gradients = gradientsAt(input, inputs, copies.draw(), monitor);
        if (!gradients && gradients.error().code == ErrorCode::Canceled && sums.samples > 0)
            break;
        if (!gradients)
            return Failure(gradients.error());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            at::Tensor gradient = (*gradients)[i].to(at::kFloat);
            if (squared)
                gradient = gradient.square();
            if (sums.samples == 0)
                sums.perInput.push_back(gradient);
            else
                sums.perInput[i] += gradient;
        }
    }
    return sums;
}

Result<Relevance> smooth(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const auto sums = sumNoisyGradients(input, *inputs, input.parameters.text("variant") == "squared", monitor);
    if (!sums)
        return Failure(sums.error());
    Relevance relevance;
    relevance.figures["samples"] = static_cast<double>(sums->samples);
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        const at::Tensor mean = sums->perInput[i] / static_cast<double>(sums->samples);
        foldInto(relevance, input, (*inputs)[i], ownPart(input.sample, (*inputs)[i], mean), Folding::LargestMagnitude);
    }
    return relevance;
}

} // namespace

const MethodDescriptor& SmoothGrad::descriptor() const {
    static const MethodDescriptor method = describeSmoothGrad();
    return method;
}

std::int64_t SmoothGrad::passes(const Parameters& parameters, const UnitCounts& /*units*/) const {
    return *parameters.integer("samples");
}

Result<Relevance> SmoothGrad::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("smoothgrad", [&] { return smooth(input, monitor); });
}

} // namespace triptych::explain
