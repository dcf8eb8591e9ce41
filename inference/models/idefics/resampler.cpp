// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/idefics/resampler.h"

#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"
#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::idefics {

namespace {

constexpr double resamplerEpsilon = 1e-5;

// One softmax over both kinds of keys; its two parts are maps of their own.
at::Tensor attendInParts(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                         std::int64_t imageTokens, double scale, const std::string& name, backend::Trace& trace) {
    at::Tensor weights = at::softmax(backend::sharedMatmul(query, key.transpose(-2, -1)) * scale, -1);
    if (trace.needsGradients() && !weights.requires_grad())
        weights.requires_grad_(true);
    const std::int64_t latents = key.size(2) - imageTokens;
    const at::Tensor image = weights.narrow(-1, 0, imageTokens);
    const at::Tensor own = weights.narrow(-1, imageTokens, latents);
    trace.record(name + ".cross_attention", image);
    trace.record(name + ".attention", own);
    return backend::weightedValues(image, value.narrow(2, 0, imageTokens)) +
           backend::weightedValues(own, value.narrow(2, imageTokens, latents));
}

} // namespace

Resampler::Block Resampler::loadBlock(const WeightScope& scope, const ResamplerConfig& config, int width) {
    const int inner = config.heads * config.headWidth;
    const WeightScope attention = scope / 0;
    const WeightScope mlp = scope / 1;
    const auto norm = [](const WeightScope& at, std::int64_t size) { return Norm::layer(at, size, resamplerEpsilon); };
    Block block;
    block.imageNorm = norm(attention / "context_layer_norm", width);
    block.latentNorm = norm(attention / "latents_layer_norm", width);
    block.query = Linear::load(attention / "q_proj", width, inner, false);
    block.key = Linear::load(attention / "k_proj", width, inner, false);
    block.value = Linear::load(attention / "v_proj", width, inner, false);
    block.out = Linear::load(attention / "output_proj", inner, width, false);
    if (config.hasHeadNorms) {
        block.queryNorm = norm(attention / "q_layer_norm", config.headWidth);
        block.keyNorm = norm(attention / "k_layer_norm", config.headWidth);
    }
    block.mlpNorm = norm(mlp / "ln", width);
    block.up = Linear::load(mlp / "fc", width, std::int64_t{4} * width, false);
    block.down = Linear::load(mlp / "c_proj", std::int64_t{4} * width, width, false);
    return block;
}

Resampler Resampler::load(const WeightScope& scope, const ResamplerConfig& config, int width) {
    Resampler resampler;
    resampler.m_heads = config.heads;
    resampler.m_latents = scope.take("latents", {config.latents, width});
    for (int i = 0; i < config.depth; ++i)
        resampler.m_blocks.push_back(loadBlock(scope / "blocks" / i, config, width));
    resampler.m_norm = Norm::layer(scope / "layer_norm", width, resamplerEpsilon);
    return resampler;
}

at::Tensor Resampler::read(const Block& block, const at::Tensor& image, const at::Tensor& latents,
                           const std::string& name, backend::Trace& trace) const {
    const at::Tensor own = block.latentNorm(latents);
    const at::Tensor tokens = at::cat({block.imageNorm(image), own}, 1);
    at::Tensor query = splitHeads(block.query(own), m_heads);
    at::Tensor key = splitHeads(block.key(tokens), m_heads);
    const at::Tensor value = splitHeads(block.value(tokens), m_heads);
    if (block.queryNorm.weight.defined()) {
        query = block.queryNorm(query);
        key = block.keyNorm(key);
    }
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const bool isWatched = trace.wants(name + ".cross_attention") || trace.wants(name + ".attention");
    return block.out(mergeHeads(isWatched ? attendInParts(query, key, value, image.size(1), scale, name, trace)
                                          : backend::attend(query, key, value, {}, scale, name + ".attention", trace)));
}

at::Tensor Resampler::operator()(const at::Tensor& image, backend::Trace& trace) const {
    at::Tensor latents = like(image, m_latents).unsqueeze(0).expand({image.size(0), -1, -1});
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const std::string name = layerName("resampler", i);
        const Block& block = m_blocks[i];
        latents = latents + read(block, image, latents, name, trace);
        const at::Tensor added = block.down(at::relu(block.up(block.mlpNorm(latents))));
        trace.record(name + ".hidden", added);
        latents = latents + added;
    }
    return m_norm(latents);
}

} // namespace triptych::models::idefics
