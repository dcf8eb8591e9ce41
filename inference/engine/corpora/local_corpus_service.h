// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "inference/contract/corpus_service.h"

namespace triptych::engine {

// Corpora in this process. Destroying it cancels what is queued or runs, delivers every outstanding `finished` and
// joins the threads.
[[nodiscard]] std::unique_ptr<CorpusService> makeLocalCorpusService();

} // namespace triptych::engine
