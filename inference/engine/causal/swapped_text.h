// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "inference/base/error.h"
#include "inference/contract/intervention.h"
#include "inference/contract/run_result.h"
#include "inference/contract/sample.h"

namespace triptych::engine {

// Writes words of the sample's text number `text` anew; of several swaps of one word the last one counts. `shown` holds
// that text's words. InvalidInput where there is no such text or word, or where another text than the one that is shown
// is meant.
[[nodiscard]] Result<void> swapWords(const ShownInputs& shown, int text, std::span<const SwapWord> swaps,
                                     Sample& sample);

} // namespace triptych::engine
