// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/towers.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"
#include "inference/models/towers/clip_towers.h"

namespace triptych::models::open_clip {

VitTower VitTower::load(const WeightScope& scope, const VitConfig& config, int joint) {
    VitTower tower;
    tower.m_config = config;
    const int width = config.blocks.width;
    PatchEmbeddingSizes sizes;
    sizes.width = width;
    sizes.patch = config.patch;
    sizes.image = config.image;
    sizes.hasBias = false;
    tower.m_embedding = PatchEmbedding::load(scope, {"conv1", "class_embedding", "positional_embedding"}, sizes);
    if (config.hasPreNorm)
        tower.m_preNorm = Norm::layer(scope / "ln_pre", width, config.blocks.epsilon);
    tower.m_layers =
        loadLayers(scope / "transformer" / "resblocks", config.blocks.layers, config.blocks.layerOptions());
    tower.m_postNorm = Norm::layer(scope / "ln_post", width, config.blocks.epsilon);
    tower.m_projection = scope.take("proj", {width, joint});
    return tower;
}

at::Tensor VitTower::pool(const at::Tensor& tokens) const {
    return m_config.pool == VisionPool::Mean ? tokens.narrow(1, 1, tokens.size(1) - 1).mean(1) : tokens.select(1, 0);
}

at::Tensor VitTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    at::Tensor tokens = m_embedding(pixels);
    if (m_config.hasPreNorm)
        tokens = m_preNorm(tokens);
    trace.record("vision.hidden.embed", tokens);
    tokens = passLayers(m_layers, tokens, {}, "vision", trace);
    if (m_config.normAfterPool)
        return project(pool(tokens));
    const at::Tensor pooled = pool(m_postNorm(tokens));
    return at::matmul(pooled, like(pooled, m_projection));
}

at::Tensor VitTower::project(const at::Tensor& tokens) const {
    const at::Tensor normed = m_postNorm(tokens);
    return at::matmul(normed, like(normed, m_projection));
}

TextTower TextTower::load(const WeightScope& scope, const TextConfig& config, int joint) {
    TextTower tower;
    tower.m_config = config;
    const int width = config.blocks.width;
    tower.m_words = scope.take("token_embedding.weight", {config.vocabulary, width});
    tower.m_positions = scope.take("positional_embedding", {config.context, width});
    tower.m_layers =
        loadLayers(scope / "transformer" / "resblocks", config.blocks.layers, config.blocks.layerOptions());
    tower.m_finalNorm = Norm::layer(scope / "ln_final", width, config.blocks.epsilon);
    scope.ignore("attn_mask");
    if (config.hasProjection && config.projectionBias)
        tower.m_projection = Linear::load(scope / "text_projection", width, joint);
    else if (config.hasProjection)
        tower.m_projection.weight = scope.take("text_projection", {width, joint}).t();
    return tower;
}

at::Tensor TextTower::operator()(const at::Tensor& ids, backend::Trace& trace) const {
    const std::int64_t count = ids.size(1);
    at::Tensor tokens = embed(m_words, ids);
    tokens = tokens + like(tokens, m_positions.narrow(0, 0, count));
    trace.record("text.hidden.embed", tokens);
    LayerContext context;
    if (m_config.isCausal)
        context.mask = causalMask(count, 0, {}, ids.device());
    tokens = m_finalNorm(passLayers(m_layers, tokens, context, "text", trace));
    const at::Tensor pooled = rowsAt(tokens, pooledPositions(ids));
    return m_projection.weight.defined() ? m_projection(pooled) : pooled;
}

at::Tensor TextTower::pooledPositions(const at::Tensor& ids) const {
    switch (m_config.pool) {
    case TextPool::First:
        return at::zeros({ids.size(0)}, ids.options());
    case TextPool::Last:
        return at::full({ids.size(0)}, ids.size(1) - 1, ids.options());
    case TextPool::EndToken:
        return ids.eq(m_config.endToken).to(at::kInt).argmax(-1);
    case TextPool::LargestId:
        break;
    }
    return ids.argmax(-1);
}

} // namespace triptych::models::open_clip
