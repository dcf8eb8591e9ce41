// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/idefics/config.h"

namespace triptych::models::idefics {

// A fixed number of learned tokens reads an image, layer by layer (perceiver resampler).
class Resampler {
public:
    // `scope` holds latents, blocks and layer_norm; `width` is that of the vision tower.
    [[nodiscard]] static Resampler load(const WeightScope& scope, const ResamplerConfig& config, int width);

    // [images, tokens, width] -> [images, latents, width]. Latents look at the image and at each other with one
    // softmax, of which the two parts are recorded as resampler.layers.<i>.cross_attention and .attention; `.hidden` is
    // what the MLP adds.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& image, backend::Trace& trace) const;

private:
    struct Block {
        Norm imageNorm;
        Norm latentNorm;
        Linear query;
        Linear key;
        Linear value;
        Linear out;
        Norm queryNorm; // over a head; used where its weight is defined
        Norm keyNorm;
        Norm mlpNorm;
        Linear up;
        Linear down;
    };

    [[nodiscard]] static Block loadBlock(const WeightScope& scope, const ResamplerConfig& config, int width);
    [[nodiscard]] at::Tensor read(const Block& block, const at::Tensor& image, const at::Tensor& latents,
                                  const std::string& name, backend::Trace& trace) const;

    at::Tensor m_latents; // [latents, width]
    std::vector<Block> m_blocks;
    Norm m_norm;
    int m_heads = 1;
};

} // namespace triptych::models::idefics
