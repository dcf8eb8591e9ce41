// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/config_view.h"
#include "inference/models/preprocess/audio_batch.h"

namespace triptych::models::clap {

// Decibel mel spectrograms of one length. What the published extractor draws at random is its first possible value
// here: a longer sound is cut at its start, and the crops of a fused one begin at the first frame of each third.
class ClapFeatures {
public:
    // preprocessor_config.json. BadFormat.
    [[nodiscard]] static Result<ClapFeatures> read(const ConfigView& preprocessor);

    // [1, frames, mels]; where crops are fused [4, frames, mels]: the whole sound, shrunk where it is longer, and three
    // crops.
    [[nodiscard]] Result<ProcessedSound> operator()(const Sound& sound) const;

    [[nodiscard]] int rateHz() const { return m_spectrum.options().sampleRateHz; }
    [[nodiscard]] bool fuses() const { return m_fuses; }
    [[nodiscard]] double seconds() const { return m_seconds; }

private:
    enum class Padding { Zeros, Repeat, RepeatThenZeros };

    ClapFeatures(const numerics::MelOptions& options, const ConfigView& preprocessor, bool fuses);

    [[nodiscard]] std::vector<float> toLength(const std::vector<float>& samples) const;
    [[nodiscard]] at::Tensor fusedCrops(const at::Tensor& mel) const;

    numerics::MelSpectrum m_spectrum;
    bool m_fuses;
    Padding m_padding = Padding::RepeatThenZeros;
    double m_seconds;
    std::size_t m_samples;
};

} // namespace triptych::models::clap
