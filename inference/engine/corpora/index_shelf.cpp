// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/index_shelf.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "inference/backend/devices.h"
#include "inference/embedding/drawn_rows.h"
#include "inference/engine/device_index.h"
#include "inference/engine/stopwatch.h"

namespace triptych::engine {

namespace {

constexpr std::size_t mostBuilt = 6;
constexpr std::int64_t recallQueries = 64;
constexpr int recallDepth = 10;

Result<double> measureRecall(const embedding::VectorIndex& index, const embedding::VectorTable& table) {
    const FloatArray drawn = embedding::drawnVectors(table, recallQueries);
    const embedding::VectorTable queries = embedding::tableOf(drawn);
    return index.search(queries, recallDepth).map([&](const embedding::Hits& hits) {
        return embedding::recallOf(hits, embedding::searchExactly(table, queries, recallDepth));
    });
}

} // namespace

Result<IndexShelf::Found> IndexShelf::get(const OpenCorpusPtr& corpus, Modality modality, IndexKind wanted,
                                          const std::string& asked, const Monitor& monitor) {
    const auto table = corpus->content.embeddings.find(modality);
    if (table == corpus->content.embeddings.end() || table->second.rows == 0)
        return fail(ErrorCode::InvalidInput,
                    "This corpus has no rows of the kind \"" + std::string(toString(modality)) +
                        "\"; search among another kind or embed some.",
                    corpus->info.folder.string());
    const auto device = backend::resolveDevice(asked);
    if (!device)
        return Failure(device.error());
    const IndexKind kind = chooseIndex(wanted, table->second.rows, *device);
    const auto found = std::ranges::find_if(m_built, [&](const auto& built) {
        return built->corpus == corpus && built->modality == modality && built->kind == kind &&
               built->device == *device;
    });
    if (found != m_built.end()) {
        m_built.splice(m_built.begin(), m_built, found);
        return Found{m_built.front(), 0};
    }
    Stopwatch stopwatch;
    auto index = buildIndex(kind, table->second, *device, monitor);
    if (!index)
        return Failure(index.error());
    const double seconds = stopwatch.lap();
    BuiltIndex built{corpus, modality, kind, *device, *std::move(index), std::nullopt};
    if (kind != IndexKind::Exact) {
        const auto recall = measureRecall(*built.index, table->second);
        if (!recall)
            return Failure(recall.error());
        built.recall = *recall;
    }
    m_built.push_front(std::make_shared<const BuiltIndex>(std::move(built)));
    if (m_built.size() > mostBuilt)
        m_built.pop_back();
    return Found{m_built.front(), seconds};
}

} // namespace triptych::engine
