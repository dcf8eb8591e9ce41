// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/legrad.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/patch_embeddings.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeLeGrad() {
    MethodDescriptor method;
    method.id = "legrad";
    method.label = "LeGrad";
    method.summary = "How a layer's attention changes the likeness of its tokens to the text, over the last layers.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {Modality::Image};
    method.parameters = {integerParameter("layers", "Last layers", "2", 1, 64)};
    return method;
}

// The text's embedding, [width].
Result<at::Tensor> textEmbedding(const ExplainInput& input, const backend::Trace& trace) {
    return comparedText(input).and_then([&](int text) -> Result<at::Tensor> {
        const at::Tensor* texts = trace.find("embedding.text");
        if (texts == nullptr || text >= texts->size(0))
            return fail(ErrorCode::Unsupported, "This model embeds no text.", toString(input.target));
        return (*texts)[text].detach();
    });
}

// G+ of one map [batch, heads, query, key], mean over heads and query rows, at the patches: [patches].
at::Tensor raised(const at::Tensor& likeness, const at::Tensor& map, const TowerReader& reader) {
    const at::Tensor gradient = torch::autograd::grad({likeness}, {map}, {}, true, false, true).front();
    if (!gradient.defined())
        return at::zeros({reader.units.count});
    return at::relu(gradient[reader.row]).mean(0).mean(0).narrow(0, reader.units.begin, reader.units.count);
}

Result<at::Tensor> overLayers(const ExplainInput& input, const TowerReader& reader, const InnerPass& pass) {
    const auto text = textEmbedding(input, pass.trace);
    if (!text)
        return Failure(text.error());
    const auto count = static_cast<std::size_t>(*input.parameters.integer("layers"));
    at::Tensor sum = at::zeros({reader.units.count});
    for (std::size_t i = reader.maps.size() - std::min(count, reader.maps.size()); i < reader.maps.size(); ++i) {
        const std::string& map = reader.maps[i];
        const std::string layer = map.substr(0, map.rfind('.'));
        const at::Tensor* tokens = pass.trace.find(layer + ".hidden");
        if (tokens == nullptr)
            return fail(ErrorCode::Unsupported, "This model does not show the tokens of its layers.", layer);
        const auto projected = input.model.projectImageTokens((*tokens)[reader.row].mean(0, true));
        if (!projected)
            return Failure(projected.error());
        const at::Tensor likeness = at::cosine_similarity(*projected, text->unsqueeze(0), 1).squeeze(0);
        sum = sum + raised(likeness, *pass.trace.find(map), reader).to(sum.device());
    }
    return sum;
}

// The published form for attention pooling: one map, one query.
Result<at::Tensor> overPool(const ExplainInput& input, const TowerReader& reader, const InnerPass& pass) {
    const auto text = textEmbedding(input, pass.trace);
    const at::Tensor* images = pass.trace.find("embedding.image");
    if (!text)
        return Failure(text.error());
    if (images == nullptr)
        return fail(ErrorCode::Unsupported, "This model embeds no image.", toString(input.target));
    const at::Tensor likeness = at::dot((*images)[reader.row], *text);
    const at::Tensor gradient =
        torch::autograd::grad({likeness}, {*pass.trace.find(reader.pool)}, {}, false, false, true).front();
    return at::relu(gradient[reader.row]).mean(0)[reader.token].narrow(0, reader.units.begin, reader.units.count);
}

Result<Relevance> explainByLeGrad(const ExplainInput& input, const Monitor& monitor) {
    const auto reader = towerReader(input, Modality::Image);
    if (!reader)
        return Failure(reader.error());
    const bool pools = !reader->pool.empty();
    backend::Trace trace({Watch::Kind::Globs, pools ? std::vector{reader->pool} : reader->maps}, true);
    const auto pass = passAgain(input, std::move(trace), monitor);
    if (!pass)
        return Failure(pass.error());
    const auto map = pools ? overPool(input, *reader, *pass) : overLayers(input, *reader, *pass);
    if (!map)
        return Failure(map.error());
    return overPatchGrid(*map, input.sample.shown).map([](FloatArray image) {
        Relevance relevance;
        relevance.image = std::move(image);
        return relevance;
    });
}

} // namespace

const MethodDescriptor& LeGrad::descriptor() const {
    static const MethodDescriptor method = describeLeGrad();
    return method;
}

std::int64_t LeGrad::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 1;
}

Result<Relevance> LeGrad::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("legrad", [&] { return explainByLeGrad(input, monitor); });
}

} // namespace triptych::explain
