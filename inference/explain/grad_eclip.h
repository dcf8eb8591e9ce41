// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// Zhao et al., Gradient-based visual explanation for transformer-based CLIP (2024). With q, k, v as the
// last attention that the target reads makes them, o what enters its output map, and g = d target / d o at the token
// that is read: image_i = (w_i sum_d g_d v_id)+, w_i = cos(out(q), out(k_i)) over the patches, scaled to 0..1.
// The words of the text likewise, at the token that is read, summed over the last `text_layers` layers before negative
// parts are left out.
// "multihead" explains the model as it is; "published" computes that attention with one head, as the authors' code
// does, and so explains another model.
class GradEclip final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
