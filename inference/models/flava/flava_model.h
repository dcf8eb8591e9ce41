// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/dual_fusion_model.h"
#include "inference/models/flava/flava_towers.h"

namespace triptych::models::flava {

// FLAVA (FlavaModel, or FlavaForPreTraining with its matching head): two towers that meet in one space, and an encoder
// over a class token, the image's tokens and the words (tower `fusion`).
class FlavaModel final : public DualFusionModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // Pair 0, and the pooled fusion with it.
    [[nodiscard]] Result<at::Tensor> gradientProbe(const Target& settled, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    struct MatchHead {
        Linear pooler;
        Linear out; // [2, width]: no match, match
    };

    FlavaModel(FamilySource& source, Parts parts)
        : DualFusionModel(source, std::move(parts)) {}

    void loadMatchHead(const WeightScope& root, int width);

    [[nodiscard]] TokenLimits tokenLimits() const override;
    [[nodiscard]] at::Tensor imageTokens(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor textTokens(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor projectImage(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor projectText(const at::Tensor& tokens) const override;
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const override;
    void fuse(const at::Tensor& imageTokens, const at::Tensor& textTokens, const PreparedSample& sample,
              backend::Trace& trace) const override;
    [[nodiscard]] AttentionProgram fusionProgram(const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor matchLogit(const backend::Trace& trace) const override;

    ImageTower m_image;
    TextTower m_text;
    FusionTower m_fusion;
    Linear m_imageProjection;
    Linear m_textProjection;
    Linear m_imageToFusion;
    Linear m_textToFusion;
    at::Tensor m_logitScale; // logarithm
    std::optional<MatchHead> m_match;
    int m_fusionLayers = 0;
};

} // namespace triptych::models::flava
