// SPDX-License-Identifier: GPL-3.0-or-later
// BERT or RoBERTa of transformers as open_clip's text tower, read at its first token.
#pragma once

#include <vector>

#include "inference/models/open_clip/open_clip_config.h"
#include "inference/models/towers/bert_tower.h"

namespace triptych::models::open_clip {

class BertTextTower {
public:
    // `scope` holds transformer and proj.
    [[nodiscard]] static BertTextTower load(const WeightScope& scope, const BertTextConfig& config, int joint);

    // ids [texts, tokens] -> [texts, joint]. Padding is masked. Records text.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& ids, backend::Trace& trace) const;

    // Where each row is pooled: [texts].
    [[nodiscard]] at::Tensor pooledPositions(const at::Tensor& ids) const;

private:
    BertTextConfig m_config;
    BertTower m_bert;
    std::vector<Linear> m_projection; // one map, or two with GELU between them; none: widths agree
};

} // namespace triptych::models::open_clip
