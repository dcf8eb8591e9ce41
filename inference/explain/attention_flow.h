// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Abnar and Zuidema, Quantifying Attention Flow in Transformers (2020), over several streams: the most attention that
// can flow from what the target reads to each input token. Like rollout it does not depend on the target's value.
class AttentionFlow final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
