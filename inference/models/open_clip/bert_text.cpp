// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/bert_text.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models::open_clip {

namespace {

constexpr int bertHeadWidth = 64;

int countLayers(const WeightScope& encoder) {
    int count = 0;
    while (encoder.hasAny("layer." + std::to_string(count)))
        ++count;
    return count;
}

// Length `axis` of a stored tensor; 1 where it is not stored, so that loading reports it as missing.
int lengthOf(const WeightScope& scope, std::string_view name, std::size_t axis) {
    const std::vector<std::int64_t> shape = scope.shapeOf(name);
    return axis < shape.size() ? static_cast<int>(std::max<std::int64_t>(1, shape[axis])) : 1;
}

} // namespace

std::optional<BertTextConfig> BertTextConfig::read(const ConfigView& text, const WeightScope& scope, int padToken) {
    const std::string name = text.text("hf_model_name", "");
    const bool isRoberta = name.find("roberta") != std::string::npos || name.find("RoBERTa") != std::string::npos;
    const std::string pooler = text.text("hf_pooler_type", text.text("pooler_type", ""));
    const std::string projection = text.text("hf_proj_type", text.text("proj", "mlp"));
    if (!scope.has("transformer.embeddings.word_embeddings.weight") ||
        (pooler != "cls_pooler" && pooler != "cls_last_hidden_state_pooler") ||
        (projection != "mlp" && projection != "linear" && !projection.empty()))
        return std::nullopt;
    BertTextConfig read;
    const WeightScope embeddings = scope / "transformer" / "embeddings";
    read.bert.width = lengthOf(embeddings, "word_embeddings.weight", 1);
    read.bert.vocabulary = lengthOf(embeddings, "word_embeddings.weight", 0);
    read.bert.positions = lengthOf(embeddings, "position_embeddings.weight", 0);
    read.bert.types = lengthOf(embeddings, "token_type_embeddings.weight", 0);
    read.bert.layers = countLayers(scope / "transformer" / "encoder");
    read.bert.heads = std::max(1, read.bert.width / bertHeadWidth);
    read.bert.mlpWidth = lengthOf(scope, "transformer.encoder.layer.0.intermediate.dense.weight", 0);
    read.bert.padToken = padToken;
    read.bert.positionsFromMask = isRoberta;
    read.bert.epsilon = isRoberta ? 1e-5 : 1e-12;
    read.readsPooler = pooler == "cls_pooler";
    read.projectionLayers = projection.empty() ? 0 : projection == "mlp" ? 2 : 1;
    text.require(read.bert.width % bertHeadWidth == 0, "The width of the text tower is no multiple of 64.");
    return read;
}

BertTextTower BertTextTower::load(const WeightScope& scope, const BertTextConfig& config, int joint) {
    BertTextTower tower;
    tower.m_config = config;
    const WeightScope transformer = scope / "transformer";
    tower.m_bert = BertTower::load(transformer, config.bert);
    (transformer / "embeddings").ignore("position_ids");
    const int width = config.bert.width;
    const WeightScope projection = scope / "proj";
    if (config.projectionLayers == 1) {
        tower.m_projection = {Linear::load(projection, width, joint, false)};
    } else if (config.projectionLayers == 2) {
        const int hidden = (width + joint) / 2;
        tower.m_projection = {Linear::load(projection / 0, width, hidden, false),
                              Linear::load(projection / 2, hidden, joint, false)};
    }
    return tower;
}

at::Tensor BertTextTower::operator()(const at::Tensor& ids, backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = ids;
    inputs.mask = ids.ne(m_config.bert.padToken).to(at::kLong);
    const at::Tensor tokens = m_bert(inputs, "text", trace);
    at::Tensor pooled = m_config.readsPooler && m_bert.hasPooler() ? m_bert.pool(tokens) : tokens.select(1, 0);
    for (std::size_t i = 0; i < m_projection.size(); ++i)
        pooled = m_projection[i](i == 0 ? pooled : activate(pooled, Activation::Gelu));
    return pooled;
}

at::Tensor BertTextTower::pooledPositions(const at::Tensor& ids) const {
    return at::zeros({ids.size(0)}, ids.options());
}

} // namespace triptych::models::open_clip
