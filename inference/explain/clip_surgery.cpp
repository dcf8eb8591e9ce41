// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/clip_surgery.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/patch_embeddings.h"

namespace triptych::explain {

namespace {

constexpr double sharpness = 2; // of the published weights softmax(2 cos)

MethodDescriptor describeSurgery() {
    MethodDescriptor method;
    method.id = "clip_surgery";
    method.label = "CLIP Surgery";
    method.summary = "Patches compared with the text, after last layers in which values look at values.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {Modality::Image};
    method.parameters = {integerParameter("layers", "Last layers", "6", 1, 64),
                         choiceParameter("features", "Features", {"surgery", "plain"})};
    return method;
}

// The second path's tokens after the last layer: [tokens, width].
Result<at::Tensor> secondPath(const TowerReader& reader, std::size_t first, const backend::Trace& trace) {
    auto tokens = tokensBefore(reader, first, trace);
    for (std::size_t layer = first; tokens && layer < reader.maps.size(); ++layer) {
        const at::Tensor* added = trace.find(reader.maps[layer] + ".value_self");
        if (added == nullptr)
            return fail(ErrorCode::Unsupported, "This model's attention cannot be taken apart; choose another method.",
                        reader.maps[layer]);
        tokens = *tokens + (*added)[reader.row];
    }
    return tokens;
}

// patches [patches, width], image [width], texts [texts, width], all of unit length -> likeness [patches, texts].
at::Tensor featureSurgery(const at::Tensor& patches, const at::Tensor& image, const at::Tensor& texts) {
    const at::Tensor fits = at::softmax(at::matmul(texts, image) * sharpness, 0);
    const at::Tensor weights = fits / fits.mean();
    const at::Tensor features = patches.unsqueeze(1) * texts.unsqueeze(0) * weights.reshape({1, -1, 1});
    return (features - features.mean(1, true)).sum(2);
}

Result<Relevance> explainBySurgery(const ExplainInput& input, const Monitor& monitor) {
    const auto text = comparedText(input);
    if (!text)
        return Failure(text.error());
    const auto reader = towerReader(input, Modality::Image);
    if (!reader)
        return Failure(reader.error());
    const auto wanted = static_cast<std::size_t>(*input.parameters.integer("layers"));
    const std::size_t first = reader->maps.size() - std::min(wanted, reader->maps.size());
    std::vector<std::string> inner;
    for (std::size_t layer = first; layer < reader->maps.size(); ++layer)
        inner.push_back(reader->maps[layer] + ".value_self");
    backend::Trace trace({Watch::Kind::Globs, {}});
    trace.watchInner(std::move(inner));
    const auto pass = passAgain(input, std::move(trace), monitor);
    if (!pass)
        return Failure(pass.error());
    const at::Tensor* texts = pass->trace.find("embedding.text");
    const at::Tensor* images = pass->trace.find("embedding.image");
    if (texts == nullptr || images == nullptr)
        return fail(ErrorCode::Unsupported, "This model embeds no image and no text.", toString(input.target));
    const auto patches = secondPath(*reader, first, pass->trace).and_then([&](const at::Tensor& tokens) {
        return patchEmbeddings(input, *reader, tokens);
    });
    if (!patches)
        return Failure(patches.error());
    const bool compares = input.parameters.text("features") == "surgery" && texts->size(0) > 1;
    const at::Tensor likeness =
        compares ? featureSurgery(*patches, (*images)[reader->row], *texts) : at::matmul(*patches, texts->t());
    return overPatchGrid(likeness.select(1, *text).detach(), input.sample.shown).map([](FloatArray image) {
        Relevance relevance;
        relevance.image = std::move(image);
        return relevance;
    });
}

} // namespace

const MethodDescriptor& ClipSurgery::descriptor() const {
    static const MethodDescriptor method = describeSurgery();
    return method;
}

std::int64_t ClipSurgery::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 1;
}

Result<Relevance> ClipSurgery::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("clip_surgery", [&] { return explainBySurgery(input, monitor); });
}

} // namespace triptych::explain
