// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/attn_lrp.h"

#include <algorithm>
#include <optional>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/backend/relevance_rules.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/input_space.h"
#include "inference/explain/program_units.h"
#include "inference/explain/units.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeAttnLrp() {
    MethodDescriptor method;
    method.id = "attnlrp";
    method.label = "AttnLRP";
    method.summary = "Hands the target's value back through every layer, so that what the parts receive adds up to it; "
                     "parts that speak against it are negative.";
    method.notice =
        "Layer-wise relevance propagation is patented. Its inventors allow personal and scientific use; ask "
        "them before any other.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Text, Modality::Audio};
    method.parameters = {choiceParameter("attention", "Attention", {"full", "values"})};
    return method;
}

// Words where they enter the network: a stream's embeddings, the positions of its text and the row of the batch.
struct WordPlace {
    at::Tensor tokens; // [batch, n, width]
    AxisSegment words;
    int row = 0;
};

// A stream of text alone comes first: what it becomes later would count its words twice.
std::vector<WordPlace> wordPlaces(const ExplainInput& input, const backend::Trace& trace) {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return {};
    std::vector<WordPlace> places;
    for (const auto& [stream, segments] : program->segments) {
        const auto words = std::ranges::find(segments, Modality::Text, &AxisSegment::modality);
        const Tower tower = towerOf(*program, stream);
        const at::Tensor* tokens = trace.find(embeddingsName(tower.name));
        if (words == segments.end() || tokens == nullptr || !tokens->requires_grad())
            continue;
        places.insert(stream == "text" ? places.begin() : places.end(), {*tokens, *words, tower.row});
    }
    return places;
}

struct Propagated {
    at::Tensor target;
    std::vector<at::Tensor> begins;    // inputs, then words
    std::vector<at::Tensor> gradients; // undefined where the target does not depend on the begin
    std::vector<WordPlace> words;
};

Result<Propagated> propagate(const ExplainInput& input, const std::vector<ExplainedInput>& inputs,
                             const Monitor& monitor) {
    const bool full = input.parameters.text("attention") == "full";
    const backend::RelevanceRules rules(full ? backend::RelevanceRules::Attention::Full
                                             : backend::RelevanceRules::Attention::ValuesOnly);
    Propagated passed;
    backend::TensorMap replaced;
    for (const ExplainedInput& place : inputs) {
        passed.begins.push_back(input.sample.tensors.at(place.name).detach().clone().set_requires_grad(true));
        replaced[place.name] = passed.begins.back();
    }
    const models::PreparedSample sample = withTensors(input, replaced);
    backend::Trace trace({Watch::Kind::Globs, {embeddingsName("*")}}, true);
    const auto target = input.model.forward(sample, trace, {monitor.cancel, nullptr}).and_then([&] {
        return input.model.targetValue(input.target, sample, trace);
    });
    if (!target)
        return Failure(target.error());
    if (!target->requires_grad())
        return fail(ErrorCode::Unsupported, "This model gives no gradients; choose another method.",
                    toString(input.target));
    passed.target = *target;
    passed.words = wordPlaces(input, trace);
    for (const WordPlace& place : passed.words)
        passed.begins.push_back(place.tokens);
    passed.gradients = torch::autograd::grad({*target}, passed.begins, {}, false, false, true);
    return passed;
}

void addTotal(Relevance& relevance, Modality modality, const at::Tensor& part) {
    relevance.figures["relevance_" + std::string(toString(modality))] += part.to(at::kDouble).sum().item<double>();
}

void addWords(Relevance& relevance, const ExplainInput& input, const Propagated& passed, std::size_t first) {
    for (std::size_t i = 0; i < passed.words.size(); ++i) {
        const at::Tensor& gradient = passed.gradients[first + i];
        if (!gradient.defined())
            continue;
        const WordPlace& place = passed.words[i];
        const at::Tensor tokens = (place.tokens[place.row] * gradient[place.row]).sum(-1).detach();
        addTotal(relevance, Modality::Text, tokens.narrow(0, place.words.begin, place.words.count));
        addToUnits(relevance, input.sample.shown, {place.words}, backend::toFloatArray(tokens).values());
        return;
    }
}

Result<Relevance> explainByRules(const ExplainInput& input, const Monitor& monitor) {
    const auto inputs = explainedInputs(input.sample, input.target);
    if (!inputs)
        return Failure(inputs.error());
    const auto passed = propagate(input, *inputs, monitor);
    if (!passed)
        return Failure(passed.error());
    Relevance relevance;
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        const ExplainedInput& place = (*inputs)[i];
        const at::Tensor& gradient = passed->gradients[i];
        const at::Tensor whole =
            gradient.defined() ? passed->begins[i].detach() * gradient : at::zeros_like(passed->begins[i]);
        const at::Tensor own = ownPart(input.sample, place, whole);
        addTotal(relevance, place.modality, own);
        foldInto(relevance, input, place, own, Folding::Sum);
    }
    addWords(relevance, input, *passed, inputs->size());
    relevance.figures["target_value"] = passed->target.item<double>();
    return relevance;
}

} // namespace

const MethodDescriptor& AttnLrp::descriptor() const {
    static const MethodDescriptor method = describeAttnLrp();
    return method;
}

std::int64_t AttnLrp::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 1;
}

Result<Relevance> AttnLrp::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("attnlrp", [&] { return explainByRules(input, monitor); });
}

} // namespace triptych::explain
