// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/preprocess/audio_batch.h"
#include "inference/models/wav2vec2/wav2vec2_tower.h"

namespace triptych::models::wav2vec2 {

// Letters over the frames of a waveform (Wav2Vec2ForCTC).
class Wav2Vec2Model final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // The frame in the middle.
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    // token:N, the logit of the best letter of frame N of the first sound.
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    void showOutput(PreparedSample& sample, const backend::Trace& trace) const override;

private:
    Wav2Vec2Model(FamilySource& source, const Wav2Vec2Config& config);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    // The samples as they are; InvalidInput for a sound without a frame.
    [[nodiscard]] Result<ProcessedSound> process(const Sound& sound) const;

    Wav2Vec2Config m_config;
    int m_rateHz = 16000;
    bool m_normalizes = true;
    bool m_hasMask = false; // padding behind shorter sounds is masked
    float m_padding = 0;
    text::TokenizerPtr m_tokenizer; // may be nullptr
    Wav2Vec2Tower m_tower;
    Linear m_head;
};

} // namespace triptych::models::wav2vec2
