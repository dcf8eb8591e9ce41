// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a table that lie nearest to queries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/corpus_search.h"

namespace triptych::embedding {

// A table of vectors that somebody else holds, [rows, width].
struct VectorTable {
    std::span<const float> values;
    std::int64_t rows = 0;
    std::int64_t width = 0;

    [[nodiscard]] std::span<const float> row(std::int64_t index) const {
        return values.subspan(static_cast<std::size_t>(index * width), static_cast<std::size_t>(width));
    }
};
[[nodiscard]] VectorTable tableOf(const FloatArray& rows);

// The best first. Where the table has fewer rows than were asked for, ids end with -1 and scores with the lowest
// number.
struct Hits {
    IntArray ids;      // [query, k]
    FloatArray scores; // [query, k], inner products
};

// "auto", "exact", "hnsw", "ivf".
[[nodiscard]] std::optional<IndexKind> parseIndexKind(std::string_view name);
// Exact up to where it is fast, HNSW above: so many numbers are compared with a query in some 50 ms.
inline constexpr std::int64_t mostExactValues = std::int64_t{1} << 27;
[[nodiscard]] IndexKind chooseIndex(IndexKind wanted, const VectorTable& table,
                                    std::int64_t mostExact = mostExactValues);

// Finds rows by inner product. Building reports "index"; searching is safe from several threads. The table must outlive
// it.
class VectorIndex {
public:
    virtual ~VectorIndex() = default;

    // `kind` is not Auto. InvalidInput for an empty table; OutOfMemory; Canceled.
    [[nodiscard]] static Result<std::unique_ptr<VectorIndex>> build(IndexKind kind, const VectorTable& table,
                                                                    const Monitor& monitor);

    // From now on searches as broadly as finding 995 of 1000 hits of such queries takes, never less broadly than
    // before. An index without a breadth stays as it is. Not while others search.
    [[nodiscard]] virtual Result<void> broadenFor(const VectorTable& /*queries*/, const Monitor& /*monitor*/) {
        return {};
    }

    // InvalidInput where the queries have another width.
    [[nodiscard]] virtual Result<Hits> search(const VectorTable& queries, int k) const = 0;
};

// Compares every query with every row.
[[nodiscard]] Hits searchExactly(const VectorTable& table, const VectorTable& queries, int k);

// Share of the exact hits of each query that are among the found ones; 1 without any.
[[nodiscard]] double recallOf(const Hits& found, const Hits& exact);

// The k nearest other rows of every row by squared distance, nearest first: ids and distances [row, k].
struct NeighbourTable {
    IntArray ids;
    FloatArray distances;
};
[[nodiscard]] Result<NeighbourTable> neighboursOf(const VectorTable& table, int k, const Monitor& monitor);

} // namespace triptych::embedding
