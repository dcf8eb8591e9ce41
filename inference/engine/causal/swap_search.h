// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/causes.h"
#include "inference/engine/causal/laboratory.h"

namespace triptych::engine {

// The fewest words of the explained text that turn the decision when words of the request's vocabulary stand in their
// place, found as explain::fewestRemovals finds removals; every set is checked by running the model on the text that is
// written anew. InvalidInput where there is no text or no vocabulary.
[[nodiscard]] Result<Counterfactual> turnBySwaps(const Laboratory& laboratory, const Changed& changed,
                                                 const StudyRequest& request, const Monitor& monitor);

} // namespace triptych::engine
