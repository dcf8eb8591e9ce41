// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/parts.h"

#include <cmath>

#include "inference/backend/attention.h"

namespace triptych::models::grounding_dino {

at::Tensor attendWith(const Attention& attention, const at::Tensor& queries, const at::Tensor& keys,
                      const at::Tensor& values, const at::Tensor& mask, const std::string& name,
                      backend::Trace& trace) {
    const at::Tensor query = splitHeads(attention.query()(queries), attention.heads());
    const at::Tensor key = splitHeads(attention.key()(keys), attention.heads());
    const at::Tensor value = splitHeads(attention.value()(values), attention.heads());
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    return attention.out()(mergeHeads(backend::attend(query, key, value, mask, scale, name, trace)));
}

FeedForward FeedForward::load(const WeightScope& scope, std::string_view norm, const DinoConfig& config, int mlpWidth) {
    FeedForward layer;
    layer.m_up = Linear::load(scope / "fc1", config.width, mlpWidth);
    layer.m_down = Linear::load(scope / "fc2", mlpWidth, config.width);
    layer.m_norm = Norm::layer(scope / norm, config.width, config.epsilon);
    layer.m_activation = config.activation;
    return layer;
}

at::Tensor FeedForward::operator()(const at::Tensor& tokens) const {
    return m_norm(tokens + m_down(activate(m_up(tokens), m_activation)));
}

PredictionHead PredictionHead::load(const WeightScope& scope, const std::vector<std::int64_t>& widths) {
    PredictionHead head;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i)
        head.m_layers.push_back(
            Linear::load(scope / "layers" / static_cast<std::int64_t>(i), widths[i], widths[i + 1]));
    return head;
}

at::Tensor PredictionHead::operator()(at::Tensor values) const {
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        values = m_layers[i](values);
        if (i + 1 < m_layers.size())
            values = at::relu(values);
    }
    return values;
}

DeformableAttention loadDeformable(const WeightScope& scope, const DinoConfig& config, int heads, int points) {
    return DeformableAttention::load(scope, {config.width, heads, config.levels, points});
}

} // namespace triptych::models::grounding_dino
