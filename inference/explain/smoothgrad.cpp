// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/smoothgrad.h"

#include <ATen/ATen.h>
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
    method.summary = "The gradient's magnitude, averaged over noisy copies of the picture or the sound.";
    method.needs = {MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Audio};
    method.parameters = {integerParameter("samples", "Copies", "25", 1, 1'000),
                         realParameter("noise", "Noise (of the range)", "0.15", 0, 1), seedParameter()};
    return method;
}

Result<Relevance> smoothed(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const std::vector<at::Tensor> values = valuesOf(input.sample, *inputs);
    const std::int64_t copies = *input.parameters.integer("samples");
    at::Generator generator =
        at::detail::createCPUGenerator(static_cast<std::uint64_t>(*input.parameters.integer("seed")));
    std::vector<at::Tensor> sums;
    for (const at::Tensor& value : values)
        sums.push_back(at::zeros_like(value));
    for (std::int64_t copy = 0; copy < copies; ++copy) {
        monitor.report("explain", copy, copies);
        std::vector<at::Tensor> noisy;
        for (const at::Tensor& value : values) {
            const at::Tensor deviation = (value.max() - value.min()) * input.parameters.real("noise");
            const at::Tensor noise = at::randn(value.sizes(), generator, at::TensorOptions(at::kFloat));
            noisy.push_back(value + noise.to(value.device()) * deviation);
        }
        const auto gradients = gradientsAt(input, *inputs, noisy, monitor);
        if (!gradients)
            return Failure(gradients.error());
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = sums[i] + (*gradients)[i].abs() / copies;
    }
    Relevance relevance;
    for (std::size_t i = 0; i < sums.size(); ++i)
        foldInto(relevance, input, (*inputs)[i], ownPart(input.sample, (*inputs)[i], sums[i]),
                 Folding::LargestMagnitude);
    return relevance;
}

} // namespace

const MethodDescriptor& SmoothGrad::descriptor() const {
    static const MethodDescriptor method = describeSmoothGrad();
    return method;
}

Result<Relevance> SmoothGrad::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("smoothgrad", [&] { return smoothed(input, monitor); });
}

} // namespace triptych::explain
