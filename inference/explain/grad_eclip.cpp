// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/grad_eclip.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/inner_pass.h"
#include "inference/explain/units.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeGradEclip() {
    MethodDescriptor method;
    method.id = "grad_eclip";
    method.label = "Grad-ECLIP";
    method.summary = "Values of the last attention, weighted by their gradient and by how alike query and keys are.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {Modality::Image, Modality::Text};
    method.parameters = {choiceParameter("variant", "Form", {"multihead", "published"}),
                         integerParameter("text_layers", "Last layers of the text", "1", 1, 64)};
    return method;
}

// What the attention reads, all of its width taken as one head: [batch, queries, width].
at::Tensor singleHeadContext(const backend::Trace& trace, const std::string& map) {
    const at::Tensor& query = *trace.find(map + ".query");
    const at::Tensor& key = *trace.find(map + ".key");
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const at::Tensor weights = at::softmax(at::matmul(query, key.transpose(-2, -1)) * scale, -1);
    return at::matmul(weights, *trace.find(map + ".value"));
}

at::Tensor scaledToUnit(const at::Tensor& values) {
    const at::Tensor lowest = values.min();
    const at::Tensor range = values.max() - lowest;
    return range.item<double>() > 0 ? (values - lowest) / range : at::zeros_like(values);
}

// w_i sum_d g_d v_id over the tower's units, before negative parts are left out: [units].
at::Tensor weighted(const backend::Trace& trace, const TowerReader& reader, const std::string& map,
                    const at::Tensor& gradient) {
    const auto units = [&](const char* part) {
        return (*trace.find(map + part))[reader.row].narrow(0, reader.units.begin, reader.units.count).detach();
    };
    const at::Tensor query = (*trace.find(map + ".query_out"))[reader.row][reader.token].detach();
    const at::Tensor alike = at::cosine_similarity(query.unsqueeze(0), units(".key_out"), 1);
    const at::Tensor slope = gradient[reader.row][reader.token];
    return scaledToUnit(alike) * at::mv(units(".value"), slope);
}

// Of the given attentions, summed: [units]. The first of them is watched, so that a graph starts there.
Result<at::Tensor> overMaps(const ExplainInput& input, const TowerReader& reader, const std::vector<std::string>& maps,
                            const Monitor& monitor) {
    backend::Trace trace({Watch::Kind::Globs, {maps.front()}}, true);
    const bool published = input.parameters.text("variant") == "published";
    std::vector<std::string> inner;
    for (const std::string& map : maps) {
        inner.push_back(map + ".*");
        if (published)
            trace.edit(map + ".context", [map](const at::Tensor& /*context*/, const backend::Trace& running) {
                return singleHeadContext(running, map);
            });
    }
    trace.watchInner(std::move(inner));
    const auto pass = passAgain(input, std::move(trace), monitor);
    if (!pass)
        return Failure(pass.error());
    at::Tensor sum = at::zeros({reader.units.count});
    for (const std::string& map : maps) {
        const at::Tensor* context = pass->trace.find(map + ".context");
        if (context == nullptr || pass->trace.find(map + ".query_out") == nullptr)
            return fail(ErrorCode::Unsupported, "This model's attention cannot be taken apart; choose another method.",
                        map);
        const at::Tensor gradient = torch::autograd::grad({pass->target}, {*context}, {}, true, false, true).front();
        if (!gradient.defined())
            return fail(ErrorCode::Unsupported, "The target does not depend on this tower.", toString(input.target));
        sum = sum.to(gradient.device()) + weighted(pass->trace, reader, map, gradient);
    }
    return at::relu(sum);
}

// The stretch of the text's tokens that are words, between what begins and what ends it.
AxisSegment wordsOf(const ShownInputs& shown) {
    const auto isWord = [](const Token& token) { return !token.special; };
    const auto first = std::ranges::find_if(shown.tokens, isWord);
    const auto last = std::find_if(shown.tokens.rbegin(), shown.tokens.rend(), isWord);
    const auto begin = static_cast<int>(first - shown.tokens.begin());
    return {Modality::Text, begin, static_cast<int>(shown.tokens.rend() - last) - begin};
}

Result<void> addText(const ExplainInput& input, const Monitor& monitor, Relevance& relevance) {
    auto reader = towerReader(input, Modality::Text);
    const AxisSegment words = wordsOf(input.sample.shown);
    if (!reader || !reader->pool.empty() || words.count <= 0)
        return {}; // the image alone is explained
    const AxisSegment all = reader->units;
    reader->units = {Modality::Text, all.begin + words.begin, words.count};
    const auto wanted = static_cast<std::size_t>(*input.parameters.integer("text_layers"));
    const auto skipped = static_cast<std::ptrdiff_t>(reader->maps.size() - std::min(wanted, reader->maps.size()));
    return overMaps(input, *reader, {reader->maps.begin() + skipped, reader->maps.end()}, monitor)
        .map([&](const at::Tensor& values) {
            std::vector<float> positions(static_cast<std::size_t>(all.begin + all.count));
            std::ranges::copy(backend::toFloatArray(values).values(), positions.begin() + reader->units.begin);
            addToUnits(relevance, input.sample.shown, {all}, positions);
        });
}

Result<Relevance> explainByEclip(const ExplainInput& input, const Monitor& monitor) {
    const auto reader = towerReader(input, Modality::Image);
    if (!reader)
        return Failure(reader.error());
    Relevance relevance;
    const auto image = overMaps(input, *reader, {reader->last()}, monitor).and_then([&](const at::Tensor& patches) {
        return overPatchGrid(patches, input.sample.shown);
    });
    if (!image)
        return Failure(image.error());
    relevance.image = *image;
    if (const auto added = addText(input, monitor, relevance); !added)
        return Failure(added.error());
    return relevance;
}

} // namespace

const MethodDescriptor& GradEclip::descriptor() const {
    static const MethodDescriptor method = describeGradEclip();
    return method;
}

std::int64_t GradEclip::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 2;
}

Result<Relevance> GradEclip::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("grad_eclip", [&] { return explainByEclip(input, monitor); });
}

} // namespace triptych::explain
