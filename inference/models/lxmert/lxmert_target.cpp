// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/lxmert/lxmert_model.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::lxmert {

namespace {

Failure oneSideMissing(const Target& target) {
    return fail(ErrorCode::InvalidInput, "An answer needs a text and the regions of a picture; add what is missing.",
                toString(target));
}

void addCoSteps(AttentionProgram& program, int layers) {
    for (int i = 0; i < layers; ++i) {
        const std::string text = layerName("fusion_text", static_cast<std::size_t>(i));
        const std::string vision = layerName("fusion_vision", static_cast<std::size_t>(i));
        // The target does not depend on what regions read in the last layer: their gradients are 0 there.
        program.steps.emplace_back(CoStep{{"text", "vision", text + ".cross_attention", 0},
                                          {"vision", "text", vision + ".cross_attention", 0}});
        program.steps.emplace_back(SelfStep{"text", text + ".attention", 0});
        program.steps.emplace_back(SelfStep{"vision", vision + ".attention", 0});
    }
}

} // namespace

Target LxmertModel::defaultTarget(const PreparedSample& /*sample*/) const {
    Target target;
    if (!m_answers && m_match)
        target.kind = TargetKind::Match;
    return target;
}

Target LxmertModel::settle(const Target& target, PreparedSample& sample, const backend::Trace& trace) const {
    Target settled = FamilyModel::settle(target, sample, trace);
    const at::Tensor* logits = trace.find("logits.answer");
    if (settled.kind == TargetKind::Default && logits != nullptr) {
        settled.kind = TargetKind::Class;
        settled.index = (*logits)[0].argmax().item<int>();
    }
    return settled;
}

std::vector<Box> LxmertModel::regions(const PreparedSample& sample, const backend::Trace& /*trace*/) const {
    const at::Tensor boxes = inputOf(sample, "input.boxes");
    if (!boxes.defined() || boxes.dim() != 3 || boxes.size(2) < 4)
        return {};
    const FloatArray corners = backend::toFloatArray(boxes[0].narrow(1, 0, 4));
    std::vector<Box> found;
    for (std::size_t i = 0; i + 4 <= corners.size(); i += 4) {
        const auto values = corners.values().subspan(i, 4);
        found.push_back({values[0], values[1], values[2], values[3]});
    }
    return found;
}

Result<at::Tensor> LxmertModel::classValue(const Target& target, const backend::Trace& trace) const {
    if (!m_answers)
        return unknownTarget(target, m_match ? "match" : "none, as the folder has no answer head");
    const at::Tensor* logits = trace.find("logits.answer");
    if (logits == nullptr)
        return oneSideMissing(target);
    if (target.kind == TargetKind::Default)
        return (*logits)[0].max();
    int index = target.index;
    if (target.kind == TargetKind::Answer) {
        const auto found = m_answerIndex.find(target.text);
        if (found == m_answerIndex.end())
            return fail(ErrorCode::InvalidInput,
                        m_answerIndex.empty() ? "The folder does not name its answers; ask for class:N."
                                              : "The model has no such answer; ask for another one or for class:N.",
                        toString(target));
        index = found->second;
    }
    if (index < 0 || index >= logits->size(1))
        return fail(ErrorCode::InvalidInput,
                    "The model has the classes 0 to " + std::to_string(logits->size(1) - 1) + ".", toString(target));
    return (*logits)[0][index];
}

Result<at::Tensor> LxmertModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                            const backend::Trace& trace) const {
    switch (target.kind) {
    case TargetKind::Default:
    case TargetKind::Class:
    case TargetKind::Answer:
        return classValue(target, trace);
    case TargetKind::Match:
        if (!m_match)
            return unknownTarget(target, "class or answer");
        if (const at::Tensor* logits = trace.find("logits.itm"))
            return (*logits)[0][1];
        return oneSideMissing(target);
    case TargetKind::Pair:
    case TargetKind::Token:
        break;
    }
    return unknownTarget(target, m_match ? "class, answer or match" : "class or answer");
}

Result<AttentionProgram> LxmertModel::program(const Target& target, const PreparedSample& sample,
                                              const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const auto tokens = static_cast<int>(inputOf(sample, "input.input_ids").size(1));
    const auto units = static_cast<int>(inputOf(sample, "input.visual_features").size(1));
    AttentionProgram program;
    program.tokenCounts = {{"text", tokens}, {"vision", units}};
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, 0);
    showSegment(program, sample, "vision", {Modality::Image, 0, units}, 0);
    addSelfSteps(program, "text", m_text.config().layers, 0);
    addSelfSteps(program, "vision", m_regions.config().layers, 0);
    addCoSteps(program, static_cast<int>(m_coLayers.size()));
    Readout readout = readPosition("text", tokens, 0);
    readout.othersTransposed = true;
    program.readouts = {readout};
    return program;
}

} // namespace triptych::models::lxmert
