// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/nearest.h"

#include <algorithm>

#include "inference/embedding/dot_search.h"
#include "inference/embedding/faiss_index.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t fewQueries = 8; // below, reading the table once for each is as fast as a matrix product

Failure otherWidth(const VectorTable& table, const VectorTable& queries) {
    return fail(ErrorCode::InvalidInput,
                "The queries have " + std::to_string(queries.width) + " numbers each and the table " +
                    std::to_string(table.width) + "; both must come from one model.",
                "queries");
}

class ExactIndex final : public VectorIndex {
public:
    explicit ExactIndex(const VectorTable& table)
        : m_table(table) {}

    [[nodiscard]] Result<Hits> search(const VectorTable& queries, int k) const override {
        if (queries.width != m_table.width)
            return otherWidth(m_table, queries);
        return searchExactly(m_table, queries, k);
    }

private:
    VectorTable m_table;
};

} // namespace

VectorTable tableOf(const FloatArray& rows) {
    if (rows.rank() != 2)
        return {};
    return {rows.values(), rows.extent(0), rows.extent(1)};
}

std::optional<IndexKind> parseIndexKind(std::string_view name) {
    const auto found = std::ranges::find(indexKindNames, name, [](const auto& entry) { return entry.second; });
    return found == indexKindNames.end() ? std::nullopt : std::optional(found->first);
}

IndexKind chooseIndex(IndexKind wanted, const VectorTable& table, std::int64_t mostExact) {
    if (wanted != IndexKind::Auto)
        return wanted;
    return table.rows * table.width <= mostExact ? IndexKind::Exact : IndexKind::Hnsw;
}

Result<std::unique_ptr<VectorIndex>> VectorIndex::build(IndexKind kind, const VectorTable& table,
                                                        const Monitor& monitor) {
    if (table.rows == 0 || table.width == 0)
        return fail(ErrorCode::InvalidInput, "There is nothing to search in: the table is empty.", "index");
    if (kind == IndexKind::Exact || kind == IndexKind::Auto)
        return std::make_unique<ExactIndex>(table);
    return buildFaissIndex(kind, table, monitor);
}

Hits searchExactly(const VectorTable& table, const VectorTable& queries, int k) {
    const Shape shape{queries.rows, k};
    Hits hits{IntArray(shape), FloatArray(shape)};
    if (queries.rows >= fewQueries) {
        searchByProduct(table, queries, hits);
        return hits;
    }
    for (std::int64_t query = 0; query < queries.rows; ++query)
        searchOne(table, queries.row(query), hits.ids.row({query}), hits.scores.row({query}));
    return hits;
}

double recallOf(const Hits& found, const Hits& exact) {
    std::int64_t wanted = 0;
    std::int64_t hit = 0;
    for (std::int64_t query = 0; query < (exact.ids.empty() ? 0 : exact.ids.extent(0)); ++query)
        for (const std::int64_t id : exact.ids.row({query})) {
            if (id < 0)
                continue;
            ++wanted;
            hit += std::ranges::find(found.ids.row({query}), id) != found.ids.row({query}).end() ? 1 : 0;
        }
    return wanted == 0 ? 1.0 : static_cast<double>(hit) / static_cast<double>(wanted);
}

} // namespace triptych::embedding
