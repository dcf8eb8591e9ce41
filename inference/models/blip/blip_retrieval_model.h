// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/blip/blip_parts.h"
#include "inference/models/dual_fusion_model.h"

namespace triptych::models::blip {

// BLIP for matching (BlipForImageTextRetrieval): one text encoder, run alone for the joint space (tower `text`) and
// with cross-attention to the image for the matching head (tower `fusion`).
class RetrievalModel final : public DualFusionModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

private:
    RetrievalModel(FamilySource& source, Parts parts)
        : DualFusionModel(source, std::move(parts)) {}

    [[nodiscard]] TokenLimits tokenLimits() const override;
    [[nodiscard]] at::Tensor imageTokens(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor textTokens(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor projectImage(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor projectText(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const override {
        return cosines;
    }
    void fuse(const at::Tensor& imageTokens, const at::Tensor& textTokens, const PreparedSample& sample,
              backend::Trace& trace) const override;
    [[nodiscard]] AttentionProgram fusionProgram(const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor matchLogit(const backend::Trace& trace) const override;

    VisionTower m_vision;
    BertTower m_text;
    Linear m_visionProjection;
    Linear m_textProjection;
    Linear m_matchHead; // [2, width]: no match, match
};

} // namespace triptych::models::blip
