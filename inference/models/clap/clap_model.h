// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/clap/clap_audio.h"
#include "inference/models/clap/clap_features.h"
#include "inference/models/family_model.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/towers/bert_tower.h"

namespace triptych::models::clap {

// Sounds and texts in one space (ClapModel). Each direction has its own temperature.
class ClapModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] int audioTimeAxis() const override { return 1; }
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    // Of the text only: windows that shift and merge leave no positions that a rollout could follow.
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    // Two linear maps with an activation between them.
    struct Projection {
        Linear first;
        Linear second;
        Activation activation = Activation::Relu;

        [[nodiscard]] static Projection load(const WeightScope& scope, int in, int out, Activation activation);
        [[nodiscard]] at::Tensor operator()(const at::Tensor& values) const;
    };

    ClapModel(FamilySource& source, ClapFeatures features, const ClapAudioConfig& audio, const BertConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] Result<void> checkAudio(const at::Tensor& features) const;
    [[nodiscard]] Result<void> checkText(const at::Tensor& ids) const;
    void addFeatures(const std::vector<ProcessedSound>& sounds, PreparedSample& prepared) const;

    ClapFeatures m_features;
    ClapAudioConfig m_audioConfig;
    BertConfig m_textConfig;
    TextBatchOptions m_textOptions;
    text::TokenizerPtr m_tokenizer;
    ClapAudioTower m_audio;
    BertTower m_text;
    Projection m_audioProjection;
    Projection m_textProjection;
    at::Tensor m_audioScale; // logarithms
    at::Tensor m_textScale;
};

} // namespace triptych::models::clap
