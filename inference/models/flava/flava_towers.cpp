// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/flava/flava_towers.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"

namespace triptych::models::flava {

Encoder Encoder::load(const WeightScope& scope, const VitConfig& config) {
    return {loadLayers(scope / "encoder" / "layer", config.layers, config.layerOptions()),
            VitHead::load(scope, config)};
}

ImageConfig ImageConfig::read(const ConfigView& config) {
    ImageConfig read;
    read.layers = VitConfig::read(config, read.layers);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.channels = config.size("num_channels", read.channels);
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

ImageTower ImageTower::load(const WeightScope& scope, const ImageConfig& config) {
    ImageTower tower;
    PatchEmbeddingSizes sizes;
    sizes.width = config.layers.width;
    sizes.channels = config.channels;
    sizes.patch = config.patch();
    sizes.image = {config.imageSize, config.imageSize};
    const WeightScope embeddings = scope / "embeddings";
    tower.m_embedding =
        PatchEmbedding::load(embeddings, {"patch_embeddings.projection", "cls_token", "position_embeddings"}, sizes);
    embeddings.ignore("mask_token");
    tower.m_encoder = Encoder::load(scope, config.layers);
    return tower;
}

at::Tensor ImageTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    return passLayers(m_encoder.layers, tokens, {}, "vision", trace);
}

TextConfig TextConfig::read(const ConfigView& config) {
    return {VitConfig::read(config, {}), BertConfig::read(config)};
}

TextTower TextTower::load(const WeightScope& scope, const TextConfig& config) {
    TextTower tower;
    tower.m_limits = {config.words.positions, config.words.vocabulary, config.words.types};
    tower.m_embedding = BertEmbedding::load(scope / "embeddings", config.words);
    tower.m_encoder = Encoder::load(scope, config.layers);
    return tower;
}

at::Tensor TextTower::operator()(const BertInputs& inputs, backend::Trace& trace) const {
    const at::Tensor tokens = m_embedding(inputs);
    trace.record("text.hidden.embed", tokens);
    LayerContext context;
    if (inputs.mask.defined())
        context.mask = keyMask(inputs.mask);
    return passLayers(m_encoder.layers, tokens, context, "text", trace);
}

FusionConfig FusionConfig::read(const ConfigView& config) {
    VitConfig defaults;
    defaults.layers = 6;
    return {VitConfig::read(config, defaults), config.flag("use_cls_token", true)};
}

FusionTower FusionTower::load(const WeightScope& scope, const FusionConfig& config) {
    FusionTower tower;
    if (config.hasClassToken)
        tower.m_classToken = scope.take("cls_token", {1, 1, config.layers.width});
    tower.m_encoder = Encoder::load(scope, config.layers);
    return tower;
}

at::Tensor FusionTower::operator()(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const {
    at::Tensor all = tokens;
    at::Tensor shown = mask;
    if (m_classToken.defined()) {
        all = at::cat({like(tokens, m_classToken).expand({tokens.size(0), -1, -1}), tokens}, 1);
        if (mask.defined())
            shown = at::cat({at::ones({mask.size(0), 1}, mask.options()), mask}, 1);
    }
    trace.record("fusion.hidden.embed", all);
    LayerContext context;
    if (shown.defined())
        context.mask = keyMask(shown);
    return m_encoder.head.norm(passLayers(m_encoder.layers, all, context, "fusion", trace));
}

} // namespace triptych::models::flava
