// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Bousselham et al., LeGrad (2024). For each of the last layers: s = cosine of the text and the mean of the layer's
// tokens in the joint space, G = d s / d attention of that layer; image = sum over layers of the mean over heads and
// query rows of G+. Where attention pools the tokens, its map and its one query row take the place of the layers.
class LeGrad final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
