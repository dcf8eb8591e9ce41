// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Lundberg and Lee, KernelSHAP (2017): Shapley values of patches, words and moments; they sum to what the whole sample
// adds.
class KernelShap final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
