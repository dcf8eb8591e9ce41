// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/generation/shown_tokens.h"
#include "inference/models/preprocess/whisper_features.h"
#include "inference/models/whisper/whisper_prompt.h"
#include "inference/models/whisper/whisper_towers.h"

namespace triptych::models::whisper {

// Speech to text (WhisperForConditionalGeneration): greedy tokens, then one causal pass over all of them, whose maps
// and logits are recorded. `output.ids` among the tensors of a sample are passed instead of producing new ones, so that
// a changed sound is judged by the same text.
class WhisperModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] int audioTimeAxis() const override { return 1; }
    // token:N, the logit of the N-th produced token of the first sound.
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] Result<WrittenTokens> writtenTokens(const PreparedSample& sample,
                                                      const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(hidden);
    }
    [[nodiscard]] std::string tokenText(std::int64_t id) const override { return writtenToken(*m_tokenizer, id); }
    void showOutput(PreparedSample& sample, const backend::Trace& trace) const override;

private:
    WhisperModel(FamilySource& source, const WhisperConfig& config, WhisperGeneration generation,
                 WhisperFeatures features);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    // [sounds, mels, 2 * frames] -> [sounds, frames, width]
    [[nodiscard]] at::Tensor encode(const at::Tensor& features, backend::Trace& trace) const;
    // [sounds, prompt], each sound's language heard where the folder leaves it open.
    [[nodiscard]] at::Tensor promptFor(const at::Tensor& features) const;
    [[nodiscard]] Result<void> check(const PreparedSample& sample) const;
    [[nodiscard]] Result<at::Tensor> produce(const PreparedSample& sample, const at::Tensor& states,
                                             const Monitor& monitor) const;
    void recordTimes(const PreparedSample& sample, backend::Trace& trace) const;

    WhisperConfig m_config;
    WhisperGeneration m_generation;
    WhisperFeatures m_features;
    text::TokenizerPtr m_tokenizer;
    WhisperEncoder m_encoder;
    WhisperDecoder m_decoder;
};

} // namespace triptych::models::whisper
