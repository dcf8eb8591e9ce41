// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/dual_model.h"

#include <ATen/ATen.h>

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
    if (inputs.contains("input.pixel_values"))
        showImage(
            sample, [&](const Picture& picture) { return processImage(picture, m_parts.image); }, m_parts.patch,
            prepared);
    else if (const auto added = addImages(sample, m_parts.image, m_parts.patch, prepared, monitor); !added)
        return added;
    return addTexts(textsOf(sample), *m_parts.tokenizer, m_parts.text, prepared);
}

Result<void> DualModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    at::Tensor image;
    at::Tensor text;
    if (sample.images > 0) {
        image = unitLength(imageFeatures(inputOf(sample, "input.pixel_values"), trace));
        trace.record("embedding.image", image);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (sample.texts > 0) {
        text = unitLength(textFeatures(sample, trace));
        trace.record("embedding.text", text);
    }
    if (image.defined() && text.defined())
        trace.record("scores.image_text", scoresFrom(at::matmul(image, text.t()), trace));
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
    showSegment(program, "vision", {Modality::Image, classTokens(), patches - classTokens()}, image);
    showSegment(program, "text", {Modality::Text, 0, tokens}, text);
    addSelfSteps(program, "vision", m_parts.visionLayers, image);
    addSelfSteps(program, "text", m_parts.textLayers, text);
    program.readouts = {imageReadout(patches, image), readPosition("text", tokens, textPosition(sample, text))};
    return program;
}

} // namespace triptych::models
