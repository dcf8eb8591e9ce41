// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/projection.h"
#include "inference/embedding/projection.h"
#include "inference/engine/corpora/corpus_shelf.h"

namespace triptych::engine {

// Answers CorpusService::project on the calling thread. A frame that returns false ends the layout, which is kept.
[[nodiscard]] Result<Projection> layOut(const OpenCorpus& corpus, const ProjectRequest& request,
                                        const embedding::FrameSink& frames, const Monitor& monitor);

} // namespace triptych::engine
