// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Parcalabescu and Frank, MM-SHAP (2023), for three modalities: Shapley values by permutations, and the share of each
// modality in the sum of their magnitudes (figures "share_image", ...). Also what the target is for every subset of the
// modalities ("value_image_text", ...; "value_none").
class MmShap final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
