// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "inference/models/bridgetower/bridgetower_model.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::bridgetower {

Target BridgeTowerModel::defaultTarget(const PreparedSample& sample) const {
    Target target;
    if (sample.images == 0 || sample.texts == 0)
        return target;
    if (!m_match)
        return m_contrast ? pairTarget(Modality::Image, Modality::Text) : target;
    target.kind = TargetKind::Match;
    return target;
}

Result<at::Tensor> BridgeTowerModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                                 const backend::Trace& trace) const {
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput,
                    m_match || m_contrast ? "An image or a text alone has nothing to be compared with; add the other."
                                          : "The folder has no head that compares an image with a text.",
                    "default");
    if (target.kind == TargetKind::Match && m_match) {
        if (const at::Tensor* logits = trace.find("logits.itm"))
            return (*logits)[0][1];
        return fail(ErrorCode::InvalidInput, "A match needs an image and a text; add what is missing.", "match");
    }
    if (target.kind == TargetKind::Pair && m_contrast)
        return pairValue(target, trace);
    return unknownTarget(target, m_match ? "match" : m_contrast ? "pair" : "none");
}

// The states of a tower flow into the fused stream at every bridge, and both have the same tokens, so they count as one
// stream.
AttentionProgram BridgeTowerModel::matchProgram(const PreparedSample& sample, const backend::Trace& trace) const {
    AttentionProgram program;
    const int tokens = extentOf(trace, "fusion_text.layers.0.attention", 3);
    const int patches = extentOf(trace, "fusion_vision.layers.0.attention", 3);
    program.tokenCounts = {{"text", tokens}, {"vision", patches}};
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, 0);
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
    addSelfSteps(program, "text", static_cast<int>(split()), 0);
    addSelfSteps(program, "vision", static_cast<int>(split()), 0);
    for (std::size_t i = 0; i < m_textStream.size(); ++i) {
        for (const char* stream : {"text", "vision"}) {
            if (i > 0)
                program.steps.emplace_back(SelfStep{stream, layerName(stream, split() + i - 1) + ".attention", 0});
            program.steps.emplace_back(
                SelfStep{stream, layerName(std::string("fusion_") + stream, i) + ".attention", 0});
        }
        program.steps.emplace_back(CoStep{{"text", "vision", layerName("fusion_text", i) + ".cross_attention", 0},
                                          {"vision", "text", layerName("fusion_vision", i) + ".cross_attention", 0}});
    }
    program.readouts = {readPosition("text", tokens, 0), readPosition("vision", patches, 0)};
    return program;
}

AttentionProgram BridgeTowerModel::pairProgram(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    const bool imageFirst = target.firstModality == Modality::Image;
    const int image = imageFirst ? target.first : target.second;
    const int text = imageFirst ? target.second : target.first;
    AttentionProgram program;
    const int tokens = extentOf(trace, "text.layers.0.attention", 3);
    const int patches = extentOf(trace, "vision.layers.0.attention", 3);
    program.tokenCounts = {{"text", tokens}, {"vision", patches}};
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, text);
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, image);
    addSelfSteps(program, "text", m_text.config().layers, text);
    addSelfSteps(program, "vision", m_text.config().layers, image);
    program.readouts = {readPosition("text", tokens, 0), readPosition("vision", patches, 0)};
    return program;
}

Result<AttentionProgram> BridgeTowerModel::program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    return target.kind == TargetKind::Match ? matchProgram(sample, trace) : pairProgram(target, sample, trace);
}

} // namespace triptych::models::bridgetower
