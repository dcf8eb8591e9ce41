// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "inference/models/generation/generative_model.h"
#include "inference/models/generation/prompt.h"
#include "inference/models/siglip/siglip_vision_tower.h"
#include "inference/models/towers/clip_towers.h"
#include "inference/models/towers/llama_decoder.h"

namespace triptych::models::llava {

using VisionConfig = std::variant<ClipVisionConfig, siglip::SiglipVisionConfig>;
using VisionTower = std::variant<ClipVisionTower, siglip::SiglipVisionTower>;

// LLaVA (LlavaForConditionalGeneration): a layer of a vision tower of CLIP or SigLIP, two linear maps, a language model
// that reads one token per patch.
class LlavaModel final : public GenerativeModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(m_decoder.finish(hidden));
    }

private:
    struct Parts {
        ImageOptions image;
        PixelSize patch;
        PromptStyle style;
        std::int64_t imageToken = 0;
        std::int64_t padToken = 0;
        std::vector<int> layers; // of the vision tower whose hidden states are read, counted from its input
        bool hasClassToken = true;
        bool keepsClassToken = false;
        Activation activation = Activation::Gelu;
    };

    LlavaModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const VisionConfig& vision, const LlamaConfig& text, bool hasBias);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_parts.patch; }

    // [images, 3, h, w] -> [images, tokens, width of the language model]
    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const;

    Parts m_parts;
    VisionTower m_vision;
    Linear m_first;
    Linear m_second;
    LlamaDecoder m_decoder;
};

} // namespace triptych::models::llava
