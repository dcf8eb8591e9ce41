// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/qwen_sounds.h"

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/preprocess/audio_batch.h"

namespace triptych::models {

namespace {

constexpr const char* maskName = "input.feature_attention_mask";

// Undefined where the sample has no sound.
Result<at::Tensor> soundMask(const Sample& sample, const ArrayMap& inputs, const WhisperFeatures& features,
                             PreparedSample& prepared, const Monitor& monitor) {
    if (const auto given = inputs.find(maskName); given != inputs.end()) {
        showSound(sample, features.rateHz(), features, prepared);
        return backend::toTensor(given->second);
    }
    return addSounds(sample, features.rateHz(), features, prepared, monitor).map([&](const auto& sounds) {
        return addWhisperFeatures(sounds, features, prepared);
    });
}

} // namespace

WhisperEncoderConfig qwenEncoderDefaults() {
    return {1280, 128, 32, 20, 5120, 1500, Activation::Gelu};
}

Result<void> checkHeard(std::int64_t frames) {
    if (soundTokens(frames) < 1)
        return fail(ErrorCode::InvalidInput, "The sound is too short to be heard; give a longer one.",
                    "input.audio_features");
    return {};
}

at::Tensor heardPositions(const at::Tensor& frames, std::int64_t positions) {
    const at::Tensor places = at::arange(positions, frames.options());
    return places.unsqueeze(0).lt((frames + 1).floor_divide(2).unsqueeze(1)).to(at::kLong);
}

Result<std::vector<int>> prepareSounds(const Sample& sample, const ArrayMap& inputs, const WhisperFeatures& features,
                                       PreparedSample& prepared, const Monitor& monitor) {
    return soundMask(sample, inputs, features, prepared, monitor).map([&](const at::Tensor& mask) {
        std::vector<int> tokens;
        for (std::int64_t i = 0; mask.defined() && i < mask.size(0); ++i)
            tokens.push_back(static_cast<int>(soundTokens(mask[i].ne(0).sum().item<std::int64_t>())));
        prepared.audios = static_cast<int>(tokens.size());
        if (!tokens.empty())
            prepared.shown.audioAxis = {tokens.front(), positionsPerSoundToken * features.msPerPosition()};
        return tokens;
    });
}

} // namespace triptych::models
