// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// The magnitude of the target's gradient by every input value (Simonyan, Vedaldi and Zisserman 2014); the largest of a
// pixel's channels, added over patches and moments.
class Saliency final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
