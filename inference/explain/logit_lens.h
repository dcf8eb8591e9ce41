// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// How likely the token that the target names would be written at every token that its decoder read before, were one
// layer the last: softmax of the last norm and head over the layer's token (logit lens, nostalgebraist 2020), at image
// tokens as in Jiang et al., Interpreting and Editing Vision-Language Representations (2024), who take the largest over
// the layers. Only for families that write. The study "lens" reads the decoder's own words instead.
class LogitLens final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
