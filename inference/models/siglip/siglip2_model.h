// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/siglip/flexible_images.h"
#include "inference/models/siglip/siglip_model.h"

namespace triptych::models::siglip {

// SigLIP 2 with images of any shape (Siglip2Model, NaFlex): SigLIP whose vision tower reads rows of patches and
// stretches its places over every image. Texts are read in small letters.
class Siglip2Model final : public SiglipModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

private:
    Siglip2Model(FamilySource& source, Parts parts, FlexibleOptions images);

    [[nodiscard]] Result<void> prepareImages(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                             const Monitor& monitor) const override;
    [[nodiscard]] Result<void> checkImages(const PreparedSample& sample) const override;
    [[nodiscard]] at::Tensor featuresOfImages(const PreparedSample& sample, backend::Trace& trace) const override;
    [[nodiscard]] int patchesAmong(const PreparedSample& sample, int tokens) const override;

    FlexibleOptions m_images;
};

} // namespace triptych::models::siglip
