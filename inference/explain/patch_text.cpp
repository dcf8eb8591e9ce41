// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/patch_text.h"

#include "inference/backend/guard.h"
#include "inference/explain/patch_embeddings.h"

namespace triptych::explain {

namespace {

MethodDescriptor describePatchText() {
    MethodDescriptor method;
    method.id = "patch_text";
    method.label = "Likeness of patches";
    method.summary = "How like the text each patch is by itself, in the space in which images and texts are compared.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {Modality::Image};
    return method;
}

// How many patches each text is nearest to; of one text there is nothing to say.
void countNearest(const at::Tensor& likeness, Relevance& relevance) {
    if (likeness.size(1) < 2)
        return;
    const at::Tensor nearest = likeness.argmax(1);
    for (std::int64_t text = 0; text < likeness.size(1); ++text)
        relevance.figures["patches_text_" + std::to_string(text)] =
            static_cast<double>(nearest.eq(text).sum().item<std::int64_t>());
}

Result<Relevance> likenessToText(const ExplainInput& input, const Monitor& monitor) {
    const auto text = comparedText(input);
    if (!text)
        return Failure(text.error());
    const auto reader = towerReader(input, Modality::Image);
    if (!reader)
        return Failure(reader.error());
    // No map is watched, but the tokens between the layers are kept.
    const auto pass = passAgain(input, backend::Trace({Watch::Kind::Globs, {}}), monitor);
    if (!pass)
        return Failure(pass.error());
    const at::Tensor* texts = pass->trace.find("embedding.text");
    if (texts == nullptr)
        return fail(ErrorCode::Unsupported, "This model embeds no text.", toString(input.target));
    const auto patches =
        tokensBefore(*reader, reader->maps.size(), pass->trace).and_then([&](const at::Tensor& tokens) {
            return patchEmbeddings(input, *reader, tokens);
        });
    if (!patches)
        return Failure(patches.error());
    const at::Tensor likeness = at::matmul(*patches, texts->detach().t()).detach();
    return overPatchGrid(likeness.select(1, *text), input.sample.shown).map([&](FloatArray image) {
        Relevance relevance;
        relevance.image = std::move(image);
        countNearest(likeness, relevance);
        return relevance;
    });
}

} // namespace

const MethodDescriptor& PatchText::descriptor() const {
    static const MethodDescriptor method = describePatchText();
    return method;
}

std::int64_t PatchText::passes(const Parameters& /*parameters*/, const UnitCounts& /*units*/) const {
    return 1;
}

Result<Relevance> PatchText::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("patch_text", [&] { return likenessToText(input, monitor); });
}

} // namespace triptych::explain
