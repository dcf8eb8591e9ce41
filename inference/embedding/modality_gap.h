// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/progress.h"
#include "inference/contract/projection.h"
#include "inference/embedding/corpus.h"

namespace triptych::embedding {

// What parts the modalities of one space, and how evenly each fills it; the same every time. Reports "modalities".
// NotFinite names the row.
[[nodiscard]] Result<ModalityGaps> compareModalities(const Corpus& corpus, const Monitor& monitor);

// The first row whose numbers are not all finite becomes an Error that names it.
[[nodiscard]] Result<void> checkFinite(const Corpus& corpus, Modality modality);

} // namespace triptych::embedding
