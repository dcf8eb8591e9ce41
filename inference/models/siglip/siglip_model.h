// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/dual_model.h"
#include "inference/models/siglip/siglip_vision_tower.h"
#include "inference/models/towers/clip_towers.h"

namespace triptych::models::siglip {

// SigLIP (SiglipModel), and SigLIP 2 of a fixed resolution, which has the same layout. Texts are padded to the full
// length and nothing is masked; the last position is pooled.
class SiglipModel : public DualModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

protected:
    struct Setup {
        Parts parts;
        SiglipVisionConfig vision;
        ClipTextConfig text;
        int joint = 0; // width of the joint space
    };

    // What the files of the folder say; needs its tokenizer.
    [[nodiscard]] static Result<Setup> readSetup(FamilySource& source);
    SiglipModel(FamilySource& source, Parts parts);
    void loadWeights(const WeightScope& root, const Setup& setup);
    [[nodiscard]] const SiglipVisionTower& vision() const { return m_vision; }

    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const override;
    // Also records scores.image_text_probability.
    [[nodiscard]] at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const override;
    [[nodiscard]] Readout imageReadout(int tokens, int row) const override;
    [[nodiscard]] int classTokens() const override { return 0; }
    [[nodiscard]] int textPosition(const PreparedSample& sample, int row) const override;

private:
    SiglipVisionTower m_vision;
    ClipTextTower m_text;
    Linear m_textHead;
    at::Tensor m_logitScale;
    at::Tensor m_logitBias;
};

} // namespace triptych::models::siglip
