// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// The target's gradient, averaged over copies of the input with Gaussian noise (Smilkov et al. 2017); its standard
// deviation is `noise` times the range of the explained item's values. variant=mean: the magnitude of the mean
// gradient; variant=squared: the mean of the squared gradients (Hooker et al. 2019). Folded like saliency. The figure
// "samples" is how many copies were run: fewer than asked when the run was cancelled.
class SmoothGrad final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
