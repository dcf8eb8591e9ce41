// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// How much the target loses when one patch or moment is set to zero, one after another (Zeiler and Fergus 2014).
class Occlusion final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
