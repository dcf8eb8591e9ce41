// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/generative_model.h"
#include "inference/models/generation/prompt.h"
#include "inference/models/siglip/siglip_vision_tower.h"
#include "inference/models/towers/llama_decoder.h"

namespace triptych::models::gemma3 {

// Gemma 3 (Gemma3ForConditionalGeneration): SigLIP's vision tower, whose patches are averaged in squares, one linear
// map, and a language model that reads a fixed number of tokens per image. Those of one image look at each other.
class Gemma3Model final : public GenerativeModel {
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
        PixelSize cell; // pixels that one token of the language model stands for
        int side = 0;   // patches along an edge of the image
        int pool = 0;   // patches along an edge of a cell
        PromptStyle style;
        std::string imageMark; // stands for an image in prompts that are written out
        std::int64_t imageToken = 0;
        std::int64_t padToken = 0;
    };

    Gemma3Model(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const siglip::SiglipVisionConfig& vision, const LlamaConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_parts.cell; }

    [[nodiscard]] int tokensPerImage() const;
    // [images, 3, h, w] -> [images, tokens, width of the language model]
    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const;

    Parts m_parts;
    siglip::SiglipVisionTower m_vision;
    Norm m_imageNorm;
    Linear m_projection;
    LlamaDecoder m_decoder;
};

} // namespace triptych::models::gemma3
