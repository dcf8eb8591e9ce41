// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/logit_lens.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/program_units.h"
#include "inference/explain/units.h"

namespace triptych::explain {

namespace {

constexpr std::int64_t tokensAtOnce = 64; // a row of logits is as long as the vocabulary

MethodDescriptor describeLogitLens() {
    MethodDescriptor method;
    method.id = "logit_lens";
    method.label = "Logit lens";
    method.summary = "How likely the explained word would be written at each token that the decoder read before it.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {indexParameter("layer", "Layer", {"max", "last"})};
    return method;
}

// The token that is explained, and where the decoder decided on it.
struct Written {
    std::string tower;
    std::int64_t token = 0;
    std::int64_t position = 0;
};

Result<Written> writtenBy(const ExplainInput& input) {
    const auto all = input.model.writtenTokens(input.sample, input.trace);
    if (!all)
        return fail(all.error().code, "This model writes no text; choose another method.", all.error().where);
    const auto index = static_cast<std::size_t>(std::max(0, input.target.index));
    if (input.target.kind != TargetKind::Token || index >= all->tokens.size())
        return fail(ErrorCode::InvalidInput, "The logit lens explains a token that was written; choose one.",
                    toString(input.target));
    return Written{all->tower, all->tokens[index], all->positions[index]};
}

Result<std::vector<std::string>> chosenLayers(const ExplainInput& input, const std::string& tower) {
    std::vector<std::string> layers = hiddenLayers(tower, input.trace);
    if (layers.empty())
        return fail(ErrorCode::Unsupported, "This model does not show the tokens of its layers.", tower);
    const auto asked = input.parameters.integer("layer");
    if (!asked)
        return input.parameters.text("layer") == "max" ? layers : std::vector{layers.back()};
    if (*asked >= static_cast<std::int64_t>(layers.size()))
        return fail(ErrorCode::InvalidInput,
                    "The decoder has " + std::to_string(layers.size()) + " layers, counted from 0.", "layer");
    return std::vector{layers[static_cast<std::size_t>(*asked)]};
}

// [tokens] of the hidden tokens [tokens, width] of one layer.
at::Tensor chancesOf(const models::Model& model, const at::Tensor& hidden, std::int64_t token) {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& part : hidden.split(tokensAtOnce))
        parts.push_back(at::softmax(model.readVocabulary(part).to(at::kFloat), -1).select(1, token));
    return at::cat(parts);
}

Result<Relevance> chancesBefore(const ExplainInput& input, const Monitor& monitor) {
    const auto written = writtenBy(input);
    if (!written)
        return Failure(written.error());
    const auto layers = chosenLayers(input, written->tower);
    if (!layers)
        return Failure(layers.error());
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    at::Tensor largest;
    for (std::size_t i = 0; i < layers->size(); ++i) {
        if (const auto going = monitor.check(); !going)
            return Failure(going.error());
        monitor.report("explain", static_cast<std::int64_t>(i), static_cast<std::int64_t>(layers->size()));
        const at::Tensor read = (*input.trace.find((*layers)[i]))[0].detach().narrow(0, 0, written->position + 1);
        const at::Tensor chances = chancesOf(input.model, read, written->token);
        largest = largest.defined() ? at::maximum(largest, chances) : chances;
    }
    const auto tokens = program->tokenCounts.at(written->tower);
    const at::Tensor all = at::constant_pad_nd(largest, {0, tokens - largest.size(0)});
    Relevance relevance;
    addToUnits(relevance, input.sample.shown, segmentsOf(*program, written->tower),
               backend::toFloatArray(all).values());
    return relevance;
}

} // namespace

const MethodDescriptor& LogitLens::descriptor() const {
    static const MethodDescriptor method = describeLogitLens();
    return method;
}

Result<Relevance> LogitLens::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("logit_lens", [&] {
        const at::NoGradGuard noGradients;
        return chancesBefore(input, monitor);
    });
}

} // namespace triptych::explain
