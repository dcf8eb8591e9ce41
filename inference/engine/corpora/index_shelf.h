// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>

#include "inference/embedding/nearest.h"
#include "inference/engine/corpora/corpus_shelf.h"

namespace triptych::engine {

struct BuiltIndex {
    OpenCorpusPtr corpus; // which holds the table that the index reads
    Modality modality = Modality::Image;
    IndexKind kind = IndexKind::Exact; // not Auto
    std::string device;                // "cpu", "cuda:0"
    std::unique_ptr<embedding::VectorIndex> index;
    std::optional<double> recall; // of 10 hits against the exact ones, for rows of the corpus; empty when exact
};

// Indices that were built, for as long as the shelf has room. One thread.
class IndexShelf {
public:
    struct Found {
        std::shared_ptr<const BuiltIndex> built;
        double buildSeconds = 0; // 0: it was there
    };

    // `device`: "auto", "cpu" or "cuda:N". InvalidInput where the corpus has no such rows; DeviceUnavailable; errors of
    // VectorIndex::build.
    [[nodiscard]] Result<Found> get(const OpenCorpusPtr& corpus, Modality modality, IndexKind kind,
                                    const std::string& device, const Monitor& monitor);

private:
    std::list<std::shared_ptr<const BuiltIndex>> m_built; // most recently used first
};

} // namespace triptych::engine
