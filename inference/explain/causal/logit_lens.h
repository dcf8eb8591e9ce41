// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/progress.h"
#include "inference/contract/causes.h"
#include "inference/models/model.h"

namespace triptych::explain {

// Logit lens (nostalgebraist 2020): the last norm and head applied to the tokens of every layer of a decoder, at the
// positions where it decided on what it wrote; from a finished pass that kept hidden states. Unsupported for families
// that write nothing; InvalidInput where nothing was written.
[[nodiscard]] Result<StudyGrid> logitLens(const models::Model& model, const models::PreparedSample& sample,
                                          const backend::Trace& trace, const Monitor& monitor);

} // namespace triptych::explain
