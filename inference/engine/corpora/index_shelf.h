// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "inference/embedding/nearest.h"
#include "inference/engine/corpora/corpus_shelf.h"

namespace triptych::engine {

struct IndexPlan {
    OpenCorpusPtr corpus; // which holds the table that the index reads
    Modality modality = Modality::Image;
    IndexKind kind = IndexKind::Exact; // not Auto
    std::string device;                // "cpu", "cuda:0"

    bool operator==(const IndexPlan&) const = default;
};

struct BuiltIndex {
    IndexPlan plan;
    std::unique_ptr<embedding::VectorIndex> index;
    // Of 10 hits against the exact ones, for rows of each kind as queries the lowest; empty when exact.
    std::optional<double> recall;
};

// Indices that were built, for as long as the shelf has room. One thread asks. An index that was not asked for by name
// is built in the background, one at a time; until it is there the exact one is given.
class IndexShelf {
public:
    struct Found {
        std::shared_ptr<const BuiltIndex> built;
        double buildSeconds = 0; // 0: it was there
        bool isInMaking = false; // a faster one
    };

    // Tables of more numbers are not searched exactly.
    explicit IndexShelf(std::int64_t mostExactValues = embedding::mostExactValues)
        : m_mostExactValues(mostExactValues) {}
    ~IndexShelf();
    IndexShelf(const IndexShelf&) = delete;
    IndexShelf& operator=(const IndexShelf&) = delete;

    // `device`: "auto", "cpu" or "cuda:N". InvalidInput where the corpus has no such rows; DeviceUnavailable; errors of
    // VectorIndex::build.
    [[nodiscard]] Result<Found> get(const OpenCorpusPtr& corpus, Modality modality, IndexKind kind,
                                    const std::string& device, const Monitor& monitor);

private:
    using Built = std::shared_ptr<const BuiltIndex>;

    struct Making {
        IndexPlan plan;
        CancelSource cancel;
        std::future<Result<Built>> built;
        bool hasFailed = false;
    };

    [[nodiscard]] static Result<Built> build(const IndexPlan& plan, const Monitor& monitor);
    [[nodiscard]] Built find(const IndexPlan& plan);
    void keep(Built built);
    [[nodiscard]] Result<Found> buildNow(const IndexPlan& plan, const Monitor& monitor);
    // Whether it is being built now.
    [[nodiscard]] bool buildBehind(const IndexPlan& plan);
    void takeMade();
    void endMaking();

    std::int64_t m_mostExactValues;
    std::list<Built> m_built; // most recently used first
    std::optional<Making> m_making;
};

} // namespace triptych::engine
