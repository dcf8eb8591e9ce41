// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/blip/blip_parts.h"
#include "inference/models/family_model.h"
#include "inference/models/generation/decode.h"
#include "inference/models/generation/shown_tokens.h"

namespace triptych::models::blip {

// BLIP for captions (BlipForConditionalGeneration): a text decoder with cross-attention to the image continues a
// prompt, which may be empty. Targets are the generated tokens of the first caption.
class CaptionModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // The caption in place of the prompt, with all tokens of its row.
    void showOutput(PreparedSample& sample, const backend::Trace& trace) const override;
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    // The last token: everything before it leads there.
    [[nodiscard]] Result<at::Tensor> gradientProbe(const Target& settled, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] Result<WrittenTokens> writtenTokens(const PreparedSample& sample,
                                                      const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override { return logits(hidden); }
    [[nodiscard]] std::string tokenText(std::int64_t id) const override { return writtenToken(*m_tokenizer, id); }

protected:
    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_patch; }

private:
    explicit CaptionModel(FamilySource& source)
        : FamilyModel(source) {}

    struct Caches {
        std::vector<KeyValueCache> self;
        std::vector<KeyValueCache> image;
    };

    // Prompts as `input.input_ids` [prompts, tokens], and `input.attention_mask` where they differ in length; the
    // shorter ones are padded in front.
    void addPrompts(const Sample& sample, PreparedSample& prepared) const;
    [[nodiscard]] text::Encoding encodePrompt(const std::string& text) const;

    // ids [batch, n] after `past` tokens; seen [batch, past + n] is 1 where a token is no padding; undefined: all.
    [[nodiscard]] at::Tensor decodeTokens(const at::Tensor& ids, const at::Tensor& seen, const at::Tensor& imageTokens,
                                          Caches* caches, backend::Trace& trace) const;
    // [..., width] -> [..., vocabulary]
    [[nodiscard]] at::Tensor logits(const at::Tensor& tokens) const;
    [[nodiscard]] Result<at::Tensor> generate(const at::Tensor& prompt, const at::Tensor& seen,
                                              const at::Tensor& imageTokens, const PreparedSample& sample,
                                              const Monitor& monitor) const;
    // How many tokens the prompt of this sample can be continued by.
    [[nodiscard]] int mostNewTokens(std::int64_t promptLength, const PreparedSample& sample) const;

    VisionTower m_vision;
    BertTower m_decoder;
    Linear m_transform;
    Activation m_activation = Activation::Gelu;
    Norm m_transformNorm;
    Linear m_words; // [vocabulary, width]
    ImageOptions m_image;
    PixelSize m_patch;
    text::TokenizerPtr m_tokenizer;
    std::int64_t m_start = 0;
    DecodeOptions m_decode;
    int m_visionLayers = 0;
};

} // namespace triptych::models::blip
