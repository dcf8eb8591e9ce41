// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "inference/models/dual_model.h"
#include "inference/models/towers/bert_tower.h"
#include "inference/models/towers/clip_towers.h"
#include "inference/models/vision_text_dual_encoder/vit_tower.h"

namespace triptych::models::vision_text_dual_encoder {

// Any of two published towers, both pooled, behind a projection each (VisionTextDualEncoderModel). Vision: ViT or
// CLIP's; text: BERT or RoBERTa. Unsupported names another one.
class DualEncoderModel final : public DualModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

private:
    DualEncoderModel(FamilySource& source, Parts parts);

    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor projectTokens(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const override;
    [[nodiscard]] int textPosition(const PreparedSample& /*sample*/, int /*row*/) const override { return 0; }

    std::variant<VitTower, ClipVisionTower> m_vision;
    BertTower m_text;
    Linear m_visualProjection;
    Linear m_textProjection;
    at::Tensor m_logitScale;
};

} // namespace triptych::models::vision_text_dual_encoder
