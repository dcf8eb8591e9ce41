// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Input times gradient (Shrikumar et al. 2016): signed, channels of a pixel added.
class InputXGradient final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
