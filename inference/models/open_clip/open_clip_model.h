// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "inference/models/dual_model.h"
#include "inference/models/open_clip/bert_text.h"
#include "inference/models/open_clip/resnet_tower.h"
#include "inference/models/open_clip/timm_vit.h"
#include "inference/models/open_clip/towers.h"

namespace triptych::models::open_clip {

// CLIP in the layout of open_clip: a ResNet with attention pooling, a ViT or a ViT of timm; and a text transformer that
// does not mask its padding, or a BERT that does.
class OpenClipModel final : public DualModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

private:
    void loadTowers(const WeightScope& weights);
    OpenClipModel(FamilySource& source, Parts parts);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor projectTokens(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const override;
    [[nodiscard]] Readout imageReadout(int tokens, int row) const override;
    [[nodiscard]] int textPosition(const PreparedSample& sample, int row) const override;

    OpenClipConfig m_config;
    std::variant<ResnetTower, VitTower, TimmVitTower> m_vision;
    std::variant<TextTower, BertTextTower> m_text;
    at::Tensor m_logitScale;
    at::Tensor m_logitBias; // undefined where there is none
};

} // namespace triptych::models::open_clip
