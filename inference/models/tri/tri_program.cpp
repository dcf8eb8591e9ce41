// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"
#include "inference/models/program_builder.h"
#include "inference/models/tri/tri_model.h"

namespace triptych::models::tri {

namespace {

// The name of a modality's tower, which is the name of its token stream as well.
std::string streamOf(Modality modality) {
    return modality == Modality::Image ? "vision" : std::string(toString(modality));
}

struct Stream {
    int tokens = 0; // with padding
    int units = 0;  // of one item, without padding
};

Stream measure(Modality modality, int item, const PreparedSample& sample, const TriConfig& config) {
    if (modality == Modality::Image)
        return {config.patchCount(), config.patchCount()};
    const at::Tensor& mask =
        sample.tensors.at(modality == Modality::Text ? "input.attention_mask" : "input.audio_mask");
    return {static_cast<int>(mask.size(1)), static_cast<int>(mask[item].sum().item<std::int64_t>())};
}

int layersOf(Modality modality, const TriConfig& config) {
    return modality == Modality::Image ? config.visionLayers
                                       : (modality == Modality::Text ? config.textLayers : config.audioLayers);
}

void addTower(AttentionProgram& program, Modality modality, int item, const PreparedSample& sample,
              const TriConfig& config) {
    const std::string stream = streamOf(modality);
    const Stream size = measure(modality, item, sample, config);
    program.tokenCounts[stream] = size.tokens;
    showSegment(program, sample, stream, {modality, 0, size.units}, item);
    for (int i = 0; i < layersOf(modality, config); ++i)
        program.steps.emplace_back(SelfStep{stream, stream + ".layers." + std::to_string(i) + ".attention", item});
}

// d match / d token logit: softmax of the misfit over the valid tokens.
std::vector<float> matchWeights(const at::Tensor& tokenLogits, const std::vector<at::Tensor>& masks) {
    const at::Tensor valid = at::cat(masks, 0).to(tokenLogits.device(), at::kBool);
    const at::Tensor misfit = (-tokenLogits[0].detach()).masked_fill(valid.logical_not(), -1e9);
    const FloatArray weights = backend::toFloatArray(at::softmax(misfit, 0));
    return {weights.values().begin(), weights.values().end()};
}

Result<AttentionProgram> matchProgram(const PreparedSample& sample, const backend::Trace& trace,
                                      const TriConfig& config) {
    const at::Tensor* tokenLogits = trace.find("logits.query_tokens");
    if (tokenLogits == nullptr)
        return fail(ErrorCode::InvalidInput, "A match needs an image and a text or a sound.", "match");
    AttentionProgram program;
    addTower(program, Modality::Image, 0, sample, config);
    JoinStep join{{}, "query"};
    std::vector<at::Tensor> masks;
    int begin = 0;
    for (const Modality modality : {Modality::Text, Modality::Audio}) {
        if ((modality == Modality::Text ? sample.texts : sample.audios) == 0)
            continue;
        addTower(program, modality, 0, sample, config);
        const Stream size = measure(modality, 0, sample, config);
        program.segments["query"].push_back({modality, begin, size.units});
        begin += size.tokens;
        join.parts.push_back(streamOf(modality));
        masks.push_back(sample.tensors.at(modality == Modality::Text ? "input.attention_mask" : "input.audio_mask")[0]);
    }
    program.tokenCounts["query"] = begin;
    program.steps.emplace_back(std::in_place_type<JoinStep>, std::move(join));
    for (int i = 0; i < config.fusionLayers; ++i) {
        const std::string layer = "fusion.layers." + std::to_string(i);
        program.steps.emplace_back(SelfStep{"query", layer + ".attention", 0});
        program.steps.emplace_back(CrossStep{"query", "vision", layer + ".cross_attention", 0});
    }
    program.readouts = {{"query", "", matchWeights(*tokenLogits, masks), 0, true}};
    return program;
}

} // namespace

Result<AttentionProgram> TriModel::program(const Target& target, const PreparedSample& sample,
                                           const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return tl::unexpected(value.error());
    if (target.kind == TargetKind::Match)
        return matchProgram(sample, trace, m_config);
    AttentionProgram program;
    for (const auto& [modality, item] :
         {std::pair{target.firstModality, target.first}, std::pair{target.secondModality, target.second}}) {
        addTower(program, modality, item, sample, m_config);
        const std::string stream = streamOf(modality);
        program.readouts.push_back({stream, stream + ".pool.attention", {}, item, false});
    }
    return program;
}

} // namespace triptych::models::tri
