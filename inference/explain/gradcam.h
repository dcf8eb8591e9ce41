// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Selvaraju et al., Grad-CAM (2017): image = (sum_c mean_positions(d target / d F_c) F_c)+ with F the last stage of a
// convolutional tower, or the tokens that enter the last layer of a tower of patches.
class GradCam final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
