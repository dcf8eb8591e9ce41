// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/dual_model.h"
#include "inference/models/towers/clip_towers.h"

namespace triptych::models::clip {

// CLIP with two transformers (CLIPModel).
class ClipModel final : public DualModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

private:
    ClipModel(FamilySource& source, Parts parts);

    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor projectTokens(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const override;
    [[nodiscard]] int textPosition(const PreparedSample& sample, int row) const override;

    ClipVisionTower m_vision;
    ClipTextTower m_text;
    Linear m_visualProjection;
    Linear m_textProjection;
    at::Tensor m_logitScale;
};

} // namespace triptych::models::clip
