// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/bert_tower.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/masks.h"

namespace triptych::models {

namespace {

constexpr LayerNames crossLayerNames{
    "attention",    "attention.output.LayerNorm", bertAttentionNames, "intermediate.dense",
    "output.dense", "output.LayerNorm",           "crossattention",   "crossattention.output.LayerNorm"};

LayerOptions layerOptions(const BertConfig& config) {
    LayerOptions options;
    options.names = config.crossKeyWidth > 0 ? crossLayerNames : bertLayerNames;
    options.order = config.order;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    options.crossKeyWidth = config.crossKeyWidth;
    return options;
}

} // namespace

BertConfig BertConfig::read(const ConfigView& config, const BertConfig& defaults) {
    BertConfig read = defaults;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.positions = config.size("max_position_embeddings", read.positions);
    read.types = config.integer("type_vocab_size", read.types);
    read.padToken = config.integer("pad_token_id", read.padToken);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

BertConfig BertConfig::read(const ConfigView& config) {
    return read(config, {});
}

BertConfig BertConfig::readRoberta(const ConfigView& config) {
    BertConfig read = BertConfig::read(config);
    read.vocabulary = config.size("vocab_size", 50265);
    read.padToken = config.integer("pad_token_id", 1);
    read.positionsFromMask = true;
    return read;
}

BertEmbedding BertEmbedding::load(const WeightScope& scope, const BertConfig& config) {
    BertEmbedding embedding;
    embedding.m_positionsFromMask = config.positionsFromMask;
    embedding.m_zeroPadWord = config.zeroPadWord;
    embedding.m_padToken = config.padToken;
    embedding.m_words = scope.take("word_embeddings.weight", {config.vocabulary, config.width});
    embedding.m_positions = scope.take("position_embeddings.weight", {config.positions, config.width});
    if (config.types > 0)
        embedding.m_types = scope.take("token_type_embeddings.weight", {config.types, config.width});
    scope.ignore("position_ids");
    scope.ignore("token_type_ids");
    embedding.m_norm = Norm::layer(scope / "LayerNorm", config.width, config.epsilon);
    return embedding;
}

at::Tensor BertEmbedding::positionIds(const BertInputs& inputs) const {
    if (inputs.positions.defined())
        return inputs.positions;
    if (!m_positionsFromMask)
        return at::arange(inputs.ids.size(1), inputs.ids.options()).unsqueeze(0);
    const at::Tensor real = inputs.ids.ne(m_padToken).to(at::kLong);
    return real.cumsum(1) * real + m_padToken;
}

at::Tensor BertEmbedding::operator()(const BertInputs& inputs) const {
    at::Tensor tokens = embed(m_words, inputs.ids);
    if (m_zeroPadWord)
        tokens = tokens * inputs.ids.ne(m_padToken).unsqueeze(-1);
    if (m_types.defined()) {
        const at::Tensor types = inputs.types.defined() ? inputs.types : at::zeros_like(inputs.ids);
        tokens = tokens + like(tokens, embed(m_types, types));
    }
    return m_norm(tokens + like(tokens, embed(m_positions, positionIds(inputs))));
}

BertTower BertTower::load(const WeightScope& scope, const BertConfig& config) {
    BertTower tower;
    tower.m_config = config;
    tower.m_embedding = BertEmbedding::load(scope / "embeddings", config);
    tower.m_layers = loadLayers(scope / "encoder" / "layer", config.layers, layerOptions(config));
    if (scope.hasAny("pooler"))
        tower.m_pooler = Linear::load(scope / "pooler" / "dense", config.width, config.width);
    return tower;
}

at::Tensor BertTower::operator()(const BertInputs& inputs, const std::string& tower, backend::Trace& trace) const {
    const at::Tensor tokens = embedTokens(inputs);
    trace.record(tower + ".hidden.embed", tokens);
    LayerContext context;
    context.mask = inputs.layerMask;
    if (!context.mask.defined() && inputs.mask.defined())
        context.mask = keyMask(inputs.mask);
    context.crossTokens = inputs.crossTokens;
    context.crossMask = inputs.crossMask;
    return passLayers(m_layers, tokens, context, tower, trace);
}

at::Tensor BertTower::pool(const at::Tensor& tokens) const {
    return activate((*m_pooler)(tokens.select(1, 0)), Activation::Tanh);
}

} // namespace triptych::models
