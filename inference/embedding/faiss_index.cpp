// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/faiss_index.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/utils/distances.h>

#include "inference/embedding/faiss_steps.h"
#include "inference/embedding/graph_index.h"

namespace triptych::embedding {

namespace {

constexpr int hnswBreadth = 64;
constexpr std::int64_t fewestProbes = 16;            // lists of a small table hold a few rows each
constexpr std::int64_t mostExactNeighbours = 20'000; // above, neighbours come from a graph

class FaissIndex final : public VectorIndex {
public:
    explicit FaissIndex(std::unique_ptr<faiss::Index> index)
        : m_index(std::move(index)) {}

    [[nodiscard]] Result<Hits> search(const VectorTable& queries, int k) const override {
        if (queries.width != m_index->d)
            return fail(ErrorCode::InvalidInput, "The queries have another width than the index.", "queries");
        return guarded([&]() -> Result<Hits> {
            Hits hits{IntArray({queries.rows, k}), FloatArray({queries.rows, k})};
            m_index->search(queries.rows, queries.values.data(), k, hits.scores.values().data(),
                            hits.ids.values().data());
            for (std::size_t i = 0; i < hits.ids.size(); ++i)
                if (hits.ids.values()[i] < 0)
                    hits.scores.values()[i] = nothing;
            return hits;
        });
    }

private:
    std::unique_ptr<faiss::Index> m_index;
};

std::unique_ptr<faiss::Index> emptyGraphOfFloats(std::int64_t width) {
    auto index = std::make_unique<faiss::IndexHNSWFlat>(static_cast<int>(width), hnswLinks, faiss::METRIC_L2);
    index->hnsw.efConstruction = hnswConstruction;
    index->hnsw.efSearch = hnswBreadth;
    return index;
}

std::unique_ptr<faiss::Index> trainedIvf(const VectorTable& table) {
    const auto lists = std::clamp<std::int64_t>(static_cast<std::int64_t>(4 * std::sqrt(table.rows)), 1, table.rows);
    auto* centres = new faiss::IndexFlatIP(table.width);
    auto index = std::make_unique<faiss::IndexIVFFlat>(centres, static_cast<std::size_t>(table.width),
                                                       static_cast<std::size_t>(lists), faiss::METRIC_INNER_PRODUCT);
    index->own_fields = true;
    index->nprobe = static_cast<std::size_t>(std::clamp<std::int64_t>(lists / 16, fewestProbes, lists));
    index->cp.min_points_per_centroid = 1;
    index->train(table.rows, table.values.data());
    return index;
}

// A row is not its own neighbour.
void dropSelf(std::int64_t row, std::span<const std::int64_t> ids, std::span<const float> distances,
              NeighbourTable& table) {
    auto toIds = table.ids.row({row});
    auto toDistances = table.distances.row({row});
    std::size_t next = 0;
    for (std::size_t i = 0; i < ids.size() && next < toIds.size(); ++i)
        if (ids[i] != row && ids[i] >= 0) {
            toIds[next] = ids[i];
            toDistances[next++] = std::max(0.0f, distances[i]);
        }
}

// The graph did not reach as many rows as were asked for, as where many rows are equal.
void searchExactly(const VectorTable& table, std::int64_t row, std::span<std::int64_t> ids,
                   std::span<float> distances) {
    faiss::float_maxheap_array_t heap{1, ids.size(), ids.data(), distances.data()};
    faiss::knn_L2sqr(table.row(row).data(), table.values.data(), static_cast<std::size_t>(table.width), 1,
                     static_cast<std::size_t>(table.rows), &heap);
}

} // namespace

Result<std::unique_ptr<VectorIndex>> buildFaissIndex(IndexKind kind, const VectorTable& table, const Monitor& monitor) {
    return guarded([&]() -> Result<std::unique_ptr<VectorIndex>> {
        if (kind == IndexKind::Hnsw)
            return buildGraphIndex(table, monitor);
        auto index = trainedIvf(table);
        if (const auto added = addInSteps(*index, table, monitor); !added)
            return Failure(added.error());
        return std::make_unique<FaissIndex>(std::move(index));
    });
}

void searchByProduct(const VectorTable& table, const VectorTable& queries, Hits& hits) {
    faiss::float_minheap_array_t heap{static_cast<std::size_t>(queries.rows),
                                      static_cast<std::size_t>(hits.ids.extent(1)), hits.ids.values().data(),
                                      hits.scores.values().data()};
    faiss::knn_inner_product(queries.values.data(), table.values.data(), static_cast<std::size_t>(table.width),
                             static_cast<std::size_t>(queries.rows), static_cast<std::size_t>(table.rows), &heap);
    for (std::size_t i = 0; i < hits.ids.size(); ++i)
        if (hits.ids.values()[i] < 0)
            hits.scores.values()[i] = nothing;
}

Result<NeighbourTable> neighboursOf(const VectorTable& table, int k, const Monitor& monitor) {
    return guarded([&]() -> Result<NeighbourTable> {
        const auto kept = static_cast<int>(std::min<std::int64_t>(k, table.rows - 1));
        NeighbourTable found{IntArray({table.rows, kept}), FloatArray({table.rows, kept})};
        std::unique_ptr<faiss::Index> index = table.rows > mostExactNeighbours
                                                  ? emptyGraphOfFloats(table.width)
                                                  : std::make_unique<faiss::IndexFlatL2>(table.width);
        if (const auto added = addInSteps(*index, table, monitor); !added)
            return Failure(added.error());
        std::vector<std::int64_t> ids(static_cast<std::size_t>(rowsPerStep * (kept + 1)));
        std::vector<float> distances(ids.size());
        for (std::int64_t row = 0; row < table.rows; row += rowsPerStep) {
            monitor.report("neighbours", row, table.rows);
            if (const auto alive = monitor.check(); !alive)
                return Failure(alive.error());
            const std::int64_t count = std::min(rowsPerStep, table.rows - row);
            index->search(count, table.row(row).data(), kept + 1, distances.data(), ids.data());
            for (std::int64_t i = 0; i < count; ++i) {
                const auto begin = static_cast<std::size_t>(i * (kept + 1));
                const auto length = static_cast<std::size_t>(kept + 1);
                const auto itsIds = std::span(ids).subspan(begin, length);
                const auto itsDistances = std::span(distances).subspan(begin, length);
                if (itsIds.back() < 0)
                    searchExactly(table, row + i, itsIds, itsDistances);
                dropSelf(row + i, itsIds, itsDistances, found);
            }
        }
        return found;
    });
}

} // namespace triptych::embedding
