// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/generative_model.h"
#include "inference/models/generation/prompt.h"
#include "inference/models/towers/llama_decoder.h"
#include "inference/models/towers/qwen_sounds.h"

namespace triptych::models::qwen2_audio {

// Qwen2-Audio (Qwen2AudioForConditionalGeneration): Whisper's encoder, two of its positions averaged to one token, and
// a language model that reads the tokens of what was heard; the silence behind a sound is left out.
class Qwen2AudioModel final : public GenerativeModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] int audioTimeAxis() const override { return 1; }
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(m_decoder.finish(hidden));
    }

private:
    struct Parts {
        WhisperEncoderConfig encoder;
        WhisperFeatures features;
        PromptStyle style;
        std::int64_t audioToken = 0;
        std::int64_t padToken = 0;
    };

    Qwen2AudioModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const LlamaConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    // The tokens of every sound, one behind the other: [tokens, width of the language model].
    [[nodiscard]] Result<at::Tensor> soundTokens(const PreparedSample& sample, backend::Trace& trace) const;

    Parts m_parts;
    WhisperEncoder m_encoder;
    Linear m_projector;
    LlamaDecoder m_decoder;
};

} // namespace triptych::models::qwen2_audio
