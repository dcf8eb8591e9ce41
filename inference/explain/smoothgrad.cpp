// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/smoothgrad.h"

#include <ATen/CPUGeneratorImpl.h>

#include "inference/backend/guard.h"
#include "inference/explain/batches.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/input_space.h"
#include "inference/explain/model_game.h"

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

// Adds up what copies gave.
class GradientSums {
public:
    explicit GradientSums(bool squared)
        : m_squared(squared) {}

    void add(const std::vector<at::Tensor>& gradients) {
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            const at::Tensor gradient = gradients[i].to(at::kFloat);
            const at::Tensor term = m_squared ? gradient.square() : gradient;
            if (m_samples == 0)
                m_perInput.push_back(term.clone());
            else
                m_perInput[i] += term;
        }
        ++m_samples;
    }
    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] at::Tensor mean(std::size_t input) const {
        return m_perInput[input] / static_cast<double>(m_samples);
    }

private:
    bool m_squared;
    std::vector<at::Tensor> m_perInput;
    std::int64_t m_samples = 0;
};

constexpr std::size_t copiesAtOnce = 8;

// Several copies of the one input in a batch.
Result<void> addTogether(const ModelGame& game, const ExplainedInput& place, NoisyInputs& copies, std::int64_t samples,
                         GradientSums& sums, const Monitor& monitor) {
    const auto add = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), samples);
        std::vector<at::Tensor> rows;
        for (std::size_t copy = 0; copy < count; ++copy)
            rows.push_back(copies.draw().front()[place.row]);
        return monitor.check()
            .and_then([&] { return game.gradientsOf(place, at::stack(rows), monitor); })
            .map([&](const at::Tensor& gradients) {
                for (const at::Tensor& gradient : gradients.unbind())
                    sums.add({gradient});
            });
    };
    return inBatches(static_cast<std::size_t>(samples), copiesAtOnce, add);
}

Result<void> addOneByOne(const ExplainInput& input, const std::vector<ExplainedInput>& inputs, NoisyInputs& copies,
                         std::int64_t samples, GradientSums& sums, const Monitor& monitor) {
    for (std::int64_t sample = 0; sample < samples; ++sample) {
        monitor.report("explain", sample, samples);
        const auto gradients = gradientsAt(input, inputs, copies.draw(), monitor);
        if (!gradients)
            return Failure(gradients.error());
        std::vector<at::Tensor> own;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            own.push_back(ownPart(input.sample, inputs[i], (*gradients)[i]));
        sums.add(own);
    }
    return {};
}

Result<Relevance> smooth(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const std::int64_t samples = *input.parameters.integer("samples");
    NoisyInputs copies(input, *inputs);
    GradientSums sums(input.parameters.text("variant") == "squared");
    const auto game = inputs->size() == 1 ? ModelGame::make(input) : Result<std::unique_ptr<ModelGame>>();
    const bool takesBatches = game && *game && (*game)->takesVersions(inputs->front());
    const auto done = takesBatches ? addTogether(**game, inputs->front(), copies, samples, sums, monitor)
                                   : addOneByOne(input, *inputs, copies, samples, sums, monitor);
    // A cancelled run keeps what there is.
    if (!done && (done.error().code != ErrorCode::Canceled || sums.samples() == 0))
        return Failure(done.error());
    Relevance relevance;
    relevance.figures["samples"] = static_cast<double>(sums.samples());
    for (std::size_t i = 0; i < inputs->size(); ++i)
        foldInto(relevance, input, (*inputs)[i], sums.mean(i), Folding::LargestMagnitude);
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
