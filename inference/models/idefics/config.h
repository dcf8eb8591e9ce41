// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/towers/clip_towers.h"
#include "inference/models/towers/llama_decoder.h"

namespace triptych::models::idefics {

struct ResamplerConfig {
    int latents = 64; // tokens that an image becomes
    int depth = 6;
    int heads = 16;
    int headWidth = 96;
    bool hasHeadNorms = false;
};

struct IdeficsConfig {
    LlamaConfig text;
    int additionalTokens = 0; // after the vocabulary, with tables of their own
    int crossInterval = 1;    // every so many decoder layers one of gated cross-attention
    bool hasHeadNorms = false;
    bool hasVectorGates = false; // a gate per channel instead of one
    ClipVisionConfig vision;
    bool hasResampler = false;
    ResamplerConfig resampler;

    [[nodiscard]] static IdeficsConfig read(const ConfigView& config);
    [[nodiscard]] int crossLayers() const { return text.layers / crossInterval; }
};

} // namespace triptych::models::idefics
