// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Relevancy by attention and its gradient, propagated through self- and cross-attention (Chefer, Gur and Wolf 2021).
// With `start_layer` = last only the last block of every tower counts; pooling layers always do.
class Chefer final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
