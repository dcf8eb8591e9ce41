// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/array.h"
#include "inference/models/model.h"
#include "inference/models/tri/config.h"
#include "inference/numerics/mel.h"
#include "inference/text/tokenizer.h"
#include "inference/text/words.h"

namespace triptych::models::tri {

// From files and texts to what the towers read, on the CPU:
//   input.pixel_values   float [images, 3, edge, edge], 0..1: the largest centred square of each picture
//   input.input_ids      int64 [texts, tokens], 0 = padding;  input.attention_mask uint8 alike
//   input.audio_features float [sounds, frames, bins], normalised log-mel, frames a multiple of the audio stride
//   input.audio_mask     uint8 [sounds, audio tokens], 1 = sound, 0 = padding
class Preprocess {
public:
    Preprocess(const TriConfig& config, text::TokenizerPtr tokenizer);

    // Arrays of `inputs` replace what would be computed; their items then need no file. InvalidInput for a text without
    // any word and for arrays of a wrong shape.
    [[nodiscard]] Result<PreparedSample> operator()(const Sample& sample, const ArrayMap& inputs,
                                                    const Monitor& monitor) const;

private:
    [[nodiscard]] Result<void> addImages(const std::vector<SampleItem>& items, PreparedSample& prepared,
                                         const Monitor& monitor) const;
    [[nodiscard]] Result<void> addTexts(const std::vector<SampleItem>& items, PreparedSample& prepared) const;
    [[nodiscard]] Result<void> addAudios(const std::vector<SampleItem>& items, PreparedSample& prepared,
                                         const Monitor& monitor) const;
    [[nodiscard]] Result<void> replaceInputs(const ArrayMap& inputs, PreparedSample& prepared) const;

    TriConfig m_config;
    text::TokenizerPtr m_tokenizer;
    text::Lexicon m_lexicon; // Chinese words of the vocabulary
    numerics::MelSpectrum m_spectrum;
};

} // namespace triptych::models::tri
