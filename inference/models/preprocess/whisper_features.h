// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/config_view.h"
#include "inference/models/preprocess/audio_batch.h"

namespace triptych::models {

// Sounds cut or padded to one length; log10 mel energies within 8 of the clip's largest, (x + 4) / 4.
class WhisperFeatures {
public:
    // preprocessor_config.json; notes an error where the frames are not twice the encoder's positions or the bins not
    // `mels`. BadFormat.
    [[nodiscard]] static Result<WhisperFeatures> read(const ConfigView& preprocessor, int mels, int positions);

    // The same where the encoder reads sounds of any length up to "chunk_length".
    [[nodiscard]] static Result<WhisperFeatures> readOfAnyLength(const ConfigView& preprocessor, int mels);

    // [mels, frames]; shown are the encoder's positions.
    [[nodiscard]] Result<ProcessedSound> operator()(const Sound& sound) const;

    [[nodiscard]] int rateHz() const { return m_spectrum.options().sampleRateHz; }
    [[nodiscard]] double seconds() const { return m_seconds; }
    [[nodiscard]] double msPerPosition() const { return 2 * m_spectrum.msPerFrame(); }

private:
    // What stands where a sound is too short.
    struct Padding {
        bool isLeft = false;
        float value = 0;
    };

    WhisperFeatures(const numerics::MelOptions& options, double seconds, int positions, Padding padding);
    [[nodiscard]] static Padding readPadding(const ConfigView& preprocessor);

    numerics::MelSpectrum m_spectrum;
    double m_seconds;
    int m_positions;
    Padding m_padding;
};

// `input.audio_features` [sounds, mels, frames] and `input.feature_attention_mask` [sounds, frames] (1 = sound, 0 =
// padding), with a notice for each sound that was cut. Returns the mask, undefined without sounds.
[[nodiscard]] at::Tensor addWhisperFeatures(const std::vector<ProcessedSound>& sounds, const WhisperFeatures& features,
                                            PreparedSample& prepared);

} // namespace triptych::models
