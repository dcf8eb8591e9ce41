// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/graph_index.h"

#include <array>
#include <functional>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include <faiss/IndexHNSW.h>
#include <faiss/impl/DistanceComputer.h>

#include "inference/base/shares.h"
#include "inference/embedding/coded_rows.h"
#include "inference/embedding/dot_search.h"
#include "inference/embedding/drawn_rows.h"
#include "inference/embedding/faiss_steps.h"
#include "inference/embedding/graph_walk.h"

namespace triptych::embedding {

namespace {

constexpr std::array<std::size_t, 10> hnswBreadths{64, 80, 96, 112, 128, 160, 192, 256, 384, 512};
constexpr double wantedRecall = 0.995;
constexpr std::int64_t recallQueries = 128;
constexpr int recallDepth = 10;
constexpr int spareHits = 32;                // ranked again by their floats beside those that were asked for
constexpr std::int64_t queriesPerThread = 8; // fewer are not worth a thread

class CodedDistance final : public faiss::DistanceComputer {
public:
    explicit CodedDistance(const CodedRows& rows)
        : m_rows(rows) {}

    void set_query(const float* query) override { code(std::span(query, m_rows.width()), m_query); }
    float operator()(idx_t row) override { return m_rows.product(m_query, row); }
    float symmetric_dis(idx_t one, idx_t other) override { return m_rows.product(one, other); }

private:
    const CodedRows& m_rows;
    CodedVector m_query;
};

// The rows as a graph of FAISS reads them.
class CodedStorage final : public faiss::Index {
public:
    explicit CodedStorage(std::int64_t width)
        : faiss::Index(width, faiss::METRIC_INNER_PRODUCT)
        , m_rows(width) {}

    void add(idx_t count, const float* rows) override {
        m_rows.add(std::span(rows, static_cast<std::size_t>(count * d)));
        ntotal = m_rows.size();
    }
    void reset() override {
        m_rows.clear();
        ntotal = 0;
    }
    [[nodiscard]] const CodedRows& rows() const { return m_rows; }
    [[nodiscard]] faiss::DistanceComputer* get_distance_computer() const override { return new CodedDistance(m_rows); }
    void search(idx_t, const float*, idx_t, float*, idx_t*, const faiss::SearchParameters*) const override {
        throw std::logic_error("coded rows are searched by walking their graph");
    }

private:
    CodedRows m_rows;
};

// A graph over bytes finds candidates, which are ranked by the floats of the table. FAISS builds it, GraphWalk reads
// it.
class GraphIndex final : public VectorIndex {
public:
    explicit GraphIndex(const VectorTable& table)
        : m_table(table)
        , m_storage(table.width)
        , m_graph(&m_storage, hnswLinks) {
        m_graph.hnsw.efConstruction = hnswConstruction;
    }

    [[nodiscard]] Result<void> fill(const Monitor& monitor) { return addInSteps(m_graph, m_table, monitor); }

    [[nodiscard]] Result<void> broadenFor(const VectorTable& queries, const Monitor& monitor) override {
        const int depth = static_cast<int>(std::min<std::int64_t>(recallDepth, m_table.rows));
        const Hits exact = searchExactly(m_table, queries, depth);
        for (;; ++m_breadth) {
            if (const auto alive = monitor.check(); !alive)
                return alive;
            const auto hits = search(queries, depth);
            if (!hits)
                return Failure(hits.error());
            if (m_breadth + 1 == hnswBreadths.size() || recallOf(*hits, exact) >= wantedRecall)
                return {};
        }
    }

    [[nodiscard]] Result<Hits> search(const VectorTable& queries, int k) const override {
        if (queries.width != m_table.width)
            return fail(ErrorCode::InvalidInput, "The queries have another width than the index.", "queries");
        Hits hits{IntArray({queries.rows, k}, -1), FloatArray({queries.rows, k}, nothing)};
        const std::int64_t candidates = std::min<std::int64_t>(k + spareHits, m_table.rows);
        doInShares(queries.rows, sharesOf(queries.rows, queriesPerThread, processors()),
                   [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                       GraphWalk walk(links(), m_storage.rows());
                       std::vector<std::int64_t> ids(static_cast<std::size_t>(candidates));
                       for (std::int64_t query = begin; query < end; ++query) {
                           walk.find(queries.row(query), hnswBreadths[m_breadth], ids);
                           rank(queries.row(query), ids, hits.ids.row({query}), hits.scores.row({query}));
                       }
                   });
        return hits;
    }

private:
    [[nodiscard]] LayeredGraph links() const {
        const faiss::HNSW& graph = m_graph.hnsw;
        return {graph.entry_point, graph.max_level, graph.offsets, graph.cum_nneighbor_per_level, graph.neighbors};
    }

    void rank(std::span<const float> query, std::span<const std::int64_t> candidates, std::span<std::int64_t> ids,
              std::span<float> scores) const {
        std::vector<std::pair<float, std::int64_t>> ranked;
        for (const std::int64_t id : candidates)
            if (id >= 0)
                ranked.emplace_back(innerProduct(m_table.row(id), query), id);
        std::ranges::sort(ranked, std::greater{});
        for (std::size_t i = 0; i < std::min(ids.size(), ranked.size()); ++i)
            std::tie(scores[i], ids[i]) = ranked[i];
    }

    VectorTable m_table;
    std::size_t m_breadth = 0; // of hnswBreadths
    CodedStorage m_storage;
    faiss::IndexHNSW m_graph;
};

} // namespace

Result<std::unique_ptr<VectorIndex>> buildGraphIndex(const VectorTable& table, const Monitor& monitor) {
    auto index = std::make_unique<GraphIndex>(table);
    return index->fill(monitor)
        .and_then([&] {
            const FloatArray drawn = drawnVectors(table, recallQueries);
            return index->broadenFor(tableOf(drawn), monitor);
        })
        .map([&]() -> std::unique_ptr<VectorIndex> { return std::move(index); });
}

} // namespace triptych::embedding
