// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/towers/whisper_encoder.h"

namespace triptych::models::whisper {

struct WhisperConfig {
    WhisperEncoderConfig encoder;
    int decoderLayers = 4;
    int decoderHeads = 6;
    int decoderMlpWidth = 1536;
    int vocabulary = 51865;
    int tokens = 448;      // decoder positions
    bool tiedWords = true; // the logits come from the word embeddings

    [[nodiscard]] static WhisperConfig read(const ConfigView& config);
};

// What the decoder has seen, for the next step.
struct WhisperCache {
    std::vector<KeyValueCache> self; // one per layer
    std::vector<KeyValueCache> cross;
    std::int64_t seen = 0;
};

// Causal layers that look at the encoder's states.
class WhisperDecoder {
public:
    // `scope` holds embed_tokens, embed_positions, layers and layer_norm; `head` may hold a map to the vocabulary.
    [[nodiscard]] static WhisperDecoder load(const WeightScope& scope, const WeightScope& head,
                                             const WhisperConfig& config);

    // ids [sounds, tokens], states [sounds, frames, width] -> logits [sounds, tokens, vocabulary] of a causal pass.
    // Records decoder.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& ids, const at::Tensor& states, backend::Trace& trace) const;

    // The last norm and the head, for tokens [..., width] of any layer.
    [[nodiscard]] at::Tensor logits(const at::Tensor& tokens) const;
    // The logits [sounds, vocabulary] behind tokens [sounds, n] that follow those of the cache.
    [[nodiscard]] at::Tensor next(const at::Tensor& tokens, const at::Tensor& states, WhisperCache& cache) const;

private:
    [[nodiscard]] at::Tensor embedTokens(const at::Tensor& ids, std::int64_t past) const;

    at::Tensor m_words;     // [vocabulary, width]
    at::Tensor m_positions; // [tokens, width]
    std::vector<TransformerLayer> m_layers;
    Norm m_norm;
    at::Tensor m_head; // [vocabulary, width]
};

} // namespace triptych::models::whisper
