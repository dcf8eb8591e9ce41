// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/integrated_gradients.h"

#include <cmath>

#include "inference/backend/guard.h"
#include "inference/explain/batches.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/input_space.h"
#include "inference/explain/model_game.h"
#include "inference/numerics/quadrature.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeIntegratedGradients() {
    MethodDescriptor method;
    method.id = "integrated_gradients";
    method.label = "Integrated gradients";
    method.summary =
        "Gradients added up on the way from an empty input; the parts sum to what the input adds to the target.";
    method.needs = {MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Audio};
    method.parameters = {integerParameter("steps", "Steps", "32", 1, 1024),
                         choiceParameter("baseline", "Empty input", {"zero"}),
                         choiceParameter("quadrature", "Quadrature", {"gauss_legendre", "riemann_middle"})};
    return method;
}

constexpr std::size_t nodesAtOnce = 16;

// sum_k w_k g(t_k x) of the one input, several nodes in a batch.
Result<at::Tensor> meanTogether(const ModelGame& game, const ExplainedInput& place, const at::Tensor& value,
                                const numerics::Quadrature& rule, const Monitor& monitor) {
    at::Tensor mean = at::zeros_like(value);
    const auto total = static_cast<std::int64_t>(rule.nodes.size());
    const auto add = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), total);
        std::vector<at::Tensor> rows;
        for (std::size_t k = begin; k < begin + count; ++k)
            rows.push_back(value[place.row] * rule.nodes[k]);
        return monitor.check()
            .and_then([&] { return game.gradientsOf(place, at::stack(rows), monitor); })
            .map([&](const at::Tensor& gradients) {
                for (std::size_t k = 0; k < count; ++k)
                    mean[place.row] += gradients[static_cast<std::int64_t>(k)] * rule.weights[begin + k];
            });
    };
    return inBatches(rule.nodes.size(), nodesAtOnce, add).map([&] { return mean; });
}

// sum_k w_k g(t_k x), per input.
Result<std::vector<at::Tensor>> meanGradients(const ExplainInput& input, const std::vector<ExplainedInput>& inputs,
                                              const std::vector<at::Tensor>& values, const numerics::Quadrature& rule,
                                              const Monitor& monitor) {
    if (inputs.size() == 1)
        if (const auto game = ModelGame::make(input); game && (*game)->takesVersions(inputs.front()))
            return meanTogether(**game, inputs.front(), values.front(), rule, monitor).map([](const at::Tensor& mean) {
                return std::vector{mean};
            });
    std::vector<at::Tensor> sums;
    for (const at::Tensor& value : values)
        sums.push_back(at::zeros_like(value));
    for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
        monitor.report("explain", static_cast<std::int64_t>(k), static_cast<std::int64_t>(rule.nodes.size()));
        std::vector<at::Tensor> scaled;
        for (const at::Tensor& value : values)
            scaled.push_back(value * rule.nodes[k]);
        const auto gradients = gradientsAt(input, inputs, scaled, monitor);
        if (!gradients)
            return Failure(gradients.error());
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += (*gradients)[i] * rule.weights[k];
    }
    return sums;
}

// |sum of parts - what the input adds| / |what the input adds|
Result<double> completenessError(const ExplainInput& input, const std::vector<ExplainedInput>& inputs,
                                 const std::vector<at::Tensor>& values, double sum, const Monitor& monitor) {
    backend::TensorMap empty;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        empty[inputs[i].name] = at::zeros_like(values[i]);
    const auto full = valueOf(input, withTensors(input, {}), false, monitor);
    const auto none = valueOf(input, withTensors(input, empty), false, monitor);
    if (!full || !none)
        return Failure((full ? none : full).error());
    const double added = full->item<double>() - none->item<double>();
    return added == 0 ? std::abs(sum) : std::abs(sum - added) / std::abs(added);
}

Result<Relevance> integrate(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const int steps = static_cast<int>(*input.parameters.integer("steps"));
    const bool gauss = input.parameters.text("quadrature") == "gauss_legendre";
    const std::vector<at::Tensor> values = valuesOf(input.sample, *inputs);
    const auto gradients = meanGradients(
        input, *inputs, values, gauss ? numerics::gaussLegendre(steps) : numerics::riemannMiddle(steps), monitor);
    if (!gradients)
        return Failure(gradients.error());
    Relevance relevance;
    double sum = 0;
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        const at::Tensor attribution = (*gradients)[i] * values[i];
        sum += attribution.to(at::kDouble).sum().item<double>();
        foldInto(relevance, input, (*inputs)[i], ownPart(input.sample, (*inputs)[i], attribution), Folding::Sum);
    }
    return completenessError(input, *inputs, values, sum, monitor).map([&](double error) {
        relevance.figures["completeness_error"] = error;
        return relevance;
    });
}

} // namespace

const MethodDescriptor& IntegratedGradients::descriptor() const {
    static const MethodDescriptor method = describeIntegratedGradients();
    return method;
}

std::int64_t IntegratedGradients::passes(const Parameters& parameters, const UnitCounts& /*units*/) const {
    return *parameters.integer("steps") + 1;
}

Result<Relevance> IntegratedGradients::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("integrated_gradients", [&] { return integrate(input, monitor); });
}

} // namespace triptych::explain
