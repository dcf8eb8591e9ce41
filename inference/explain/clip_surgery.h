// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Li et al., CLIP Surgery (2023). A second path starts before the last `layers` layers: it adds what their attention
// gives when values look at values, and no perceptron. Its patches are compared with the text. features=surgery: what
// a patch has in common with all texts of the sample is taken away, each channel weighted by how well the texts fit the
// image; with one text there is nothing to compare with and the plain cosine remains.
class ClipSurgery final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
