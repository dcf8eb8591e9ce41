// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/explain/method.h"

namespace triptych::explain {

// How like the text each patch itself is: the cosine of its last token, projected as the class token is, with the
// text's embedding. Nothing trains patches to lie there, so the map says what the space holds, not what the score
// rests on; figures "patches_text_0", ... count the patches that each text of the sample is nearest to.
class PatchText final : public Method {
public:
    [[nodiscard]] const MethodDescriptor& descriptor() const override;
    [[nodiscard]] std::int64_t passes(const Parameters& parameters, const UnitCounts& units) const override;
    [[nodiscard]] Result<Relevance> explain(const ExplainInput& input, const Monitor& monitor) const override;
};

} // namespace triptych::explain
