// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// The attention of one layer as it is, read at the rows that the target reads. `layer` counts within the tower that is
// read last; "mean" averages its layers. `head` is one head, the mean or the largest of all.
class RawAttention final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
