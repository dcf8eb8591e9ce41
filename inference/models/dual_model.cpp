// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/dual_model.h"

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models {

DualModel::DualModel(FamilySource& source, Parts parts)
    : FamilyModel(source)
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
    mutableDescriptor().comparesPairs = true;
}

Result<void> DualModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                     const Monitor& monitor) const {
    if (const auto added = prepareImages(sample, inputs, prepared, monitor); !added)
        return added;
    return addTexts(textsOf(sample), *m_parts.tokenizer, m_parts.text, prepared);
}

Result<void> DualModel::prepareImages(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                      const Monitor& monitor) const {
    if (!inputs.contains("input.pixel_values"))
        return addImages(sample, m_parts.image, m_parts.patch, prepared, monitor);
    showImage(
        sample, [&](const Picture& picture) { return processImage(picture, m_parts.image); }, m_parts.patch, prepared);
    return {};
}

// Ready-made inputs may be those of another model.
Result<void> DualModel::checkImages(const PreparedSample& sample) const {
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (pixels.defined() && (pixels.dim() != 4 || pixels.size(1) != 3 || pixels.size(2) < m_parts.patch.height ||
                             pixels.size(3) < m_parts.patch.width))
        return fail(ErrorCode::InvalidInput, "The pixels are not [images, 3, height, width] with at least one patch.",
                    "input.pixel_values");
    return {};
}

Result<void> DualModel::checkTexts(const PreparedSample& sample) const {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    if (!ids.defined())
        return {};
    const auto most = static_cast<std::int64_t>(m_parts.text.maxTokens.value_or(0));
    if (ids.dim() != 2 || ids.numel() == 0 || ids.scalar_type() != at::kLong || ids.size(1) > most)
        return fail(ErrorCode::InvalidInput,
                    "The token ids are not int64 [texts, tokens] with 1 to " + std::to_string(most) + " tokens.",
                    "input.input_ids");
    if (m_parts.vocabulary > 0 &&
        (ids.min().item<std::int64_t>() < 0 || ids.max().item<std::int64_t>() >= m_parts.vocabulary))
        return fail(ErrorCode::InvalidInput,
                    "A token id is outside the vocabulary of " + std::to_string(m_parts.vocabulary) +
                        " words; the ids come from another tokenizer.",
                    "input.input_ids");
    for (const char* name : {"input.attention_mask", "input.token_type_ids"})
        if (const at::Tensor other = inputOf(sample, name); other.defined() && other.sizes() != ids.sizes())
            return fail(ErrorCode::InvalidInput, "This tensor has another shape than the token ids.", name);
    return {};
}

Result<void> DualModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    if (const auto usable = checkImages(sample).and_then([&] { return checkTexts(sample); }); !usable)
        return usable;
    at::Tensor image;
    at::Tensor text;
    if (sample.images > 0) {
        image = unitLength(featuresOfImages(sample, trace));
        trace.record("embedding.image", image);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (sample.texts > 0) {
        text = unitLength(textFeatures(sample, trace));
        trace.record("embedding.text", text);
    }
    if (image.defined() && text.defined())
        trace.record("scores.image_text", scoresFrom(backend::sharedMatmul(image, text.t()), trace));
    return {};
}

Target DualModel::defaultTarget(const PreparedSample& sample) const {
    return sample.images > 0 && sample.texts > 0 ? pairTarget(Modality::Image, Modality::Text) : Target{};
}

Result<at::Tensor> DualModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                          const backend::Trace& trace) const {
    if (target.kind == TargetKind::Pair)
        return pairValue(target, trace);
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "An image or a text alone has nothing to be compared with; add the other.",
                    "default");
    return unknownTarget(target, "pair");
}

Result<at::Tensor> DualModel::projectImageTokens(const at::Tensor& tokens) const {
    if (const at::Tensor projected = projectTokens(tokens); projected.defined())
        return projected;
    return FamilyModel::projectImageTokens(tokens);
}

Readout DualModel::imageReadout(int tokens, int /*row*/) const {
    return readPosition("vision", tokens, 0);
}

Result<AttentionProgram> DualModel::program(const Target& target, const PreparedSample& sample,
                                            const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const bool imageFirst = target.firstModality == Modality::Image;
    const int image = imageFirst ? target.first : target.second;
    const int text = imageFirst ? target.second : target.first;
    AttentionProgram program;
    const int patches =
        extentOf(trace, m_parts.visionLayers > 0 ? "vision.layers.0.attention" : "vision.pool.attention", 3);
    const int tokens = extentOf(trace, "text.layers.0.attention", 3);
    program.tokenCounts = {{"vision", patches}, {"text", tokens}};
    showSegment(program, sample, "vision", {Modality::Image, classTokens(), patchesAmong(sample, patches)}, image);
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, text);
    addSelfSteps(program, "vision", m_parts.visionLayers, image);
    addSelfSteps(program, "text", m_parts.textLayers, text);
    program.readouts = {imageReadout(patches, image), readPosition("text", tokens, textPosition(sample, text))};
    return program;
}

} // namespace triptych::models
