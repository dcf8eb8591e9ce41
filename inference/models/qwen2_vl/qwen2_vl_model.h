// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/generative_model.h"
#include "inference/models/generation/prompt.h"
#include "inference/models/qwen2_vl/patches.h"
#include "inference/models/qwen2_vl/vision_tower.h"
#include "inference/models/towers/llama_decoder.h"

namespace triptych::models::qwen2_vl {

// Qwen2-VL and Qwen2.5-VL (Qwen2VLForConditionalGeneration, Qwen2_5_VLForConditionalGeneration), images and text.
class Qwen2VlModel final : public GenerativeModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(m_decoder.finish(hidden));
    }

private:
    struct Parts {
        PatchOptions patches;
        PromptStyle style;
        std::int64_t imageToken = 0;
        std::int64_t padToken = 0;
    };

    Qwen2VlModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const VisionConfig& vision, const LlamaConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    Parts m_parts;
    VisionTower m_vision;
    LlamaDecoder m_decoder;
};

} // namespace triptych::models::qwen2_vl
