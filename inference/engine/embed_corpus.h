// SPDX-License-Identifier: GPL-3.0-or-later
// Turns many items into a corpus on the disk.
#pragma once

#include "inference/base/progress.h"
#include "inference/contract/corpus.h"

namespace triptych::engine {

// Reports "embed". Items that cannot be read, or of a modality that the model does not know, are skipped and listed.
// Stopped by a cancel, a kill or a full disk, it goes on where it was when it is called again. Errors: those of
// readItems, CorpusWriter and of loading the model; ModelMismatch where the model has no embeddings.
[[nodiscard]] Result<EmbedOutcome> embedCorpus(const EmbedRequest& request, const Monitor& monitor);

} // namespace triptych::engine
