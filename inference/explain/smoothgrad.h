// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Smilkov et al. (2017): the gradient's magnitude, averaged over copies of the input with Gaussian noise.
class SmoothGrad final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
