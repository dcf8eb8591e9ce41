// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Second-order explanation of a similarity: how much a word and a patch, or a word and a moment, give together beyond
// what they give alone (Banzhaf interactions over random masks; the masks of both sides are encoded once each).
class Interactions final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
