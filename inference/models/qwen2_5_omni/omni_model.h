// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/generative_model.h"
#include "inference/models/preprocess/whisper_features.h"
#include "inference/models/qwen2_5_omni/audio_tower.h"
#include "inference/models/qwen2_5_omni/omni_prompt.h"
#include "inference/models/qwen2_vl/patches.h"
#include "inference/models/qwen2_vl/vision_tower.h"
#include "inference/models/towers/llama_decoder.h"

namespace triptych::models::qwen2_5_omni {

// The thinker of Qwen2.5-Omni (Qwen2_5OmniThinkerForConditionalGeneration): images, sounds and words in one prompt, and
// the text that follows. The talker, which makes speech of that text, is left out.
class OmniModel final : public GenerativeModel {
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
        AudioConfig audio;
        WhisperFeatures features;
        qwen2_vl::PatchOptions patches;
        ItemStyle image;
        ItemStyle sound;
        std::int64_t padToken = 0;
    };

    OmniModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const qwen2_vl::VisionConfig& vision, const LlamaConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    [[nodiscard]] Result<at::Tensor> soundTokens(const PreparedSample& sample, backend::Trace& trace) const;

    Parts m_parts;
    AudioTower m_audio;
    qwen2_vl::VisionTower m_vision;
    LlamaDecoder m_decoder;
};

} // namespace triptych::models::qwen2_5_omni
