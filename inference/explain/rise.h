// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Petsiuk et al., RISE (2018): random smooth masks of the image, averaged by the target that they leave:
// S = sum_k f(x * M_k) M_k / (N p). Words and moments of a sound are switched off one by one with the same probability.
class Rise final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
