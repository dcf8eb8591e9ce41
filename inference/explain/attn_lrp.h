// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Achtibat et al., AttnLRP: attention-aware layer-wise relevance propagation for transformers (ICML 2024). One pass
// under backend::RelevanceRules and one backward: relevance of a pixel, a feature or a moment is its value times the
// gradient, of a word the same summed over its embedding. `attention`: "full" shares what the attention yields between
// its weights (and so queries and keys) and its values; "values" takes the weights as constants.
//
// Figures: "target_value", and "relevance_image", "relevance_text", "relevance_audio": what reached each, which adds up
// to the target's value but for biases, learned tokens and positions.
class AttnLrp final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
