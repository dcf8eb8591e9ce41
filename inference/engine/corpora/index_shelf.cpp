// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/index_shelf.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "inference/backend/devices.h"
#include "inference/embedding/drawn_rows.h"
#include "inference/engine/contained.h"
#include "inference/engine/device_index.h"
#include "inference/engine/stopwatch.h"

namespace triptych::engine {

namespace {

constexpr std::size_t mostBuilt = 6;
constexpr std::int64_t fitQueries = 128;
constexpr std::int64_t recallQueries = 101; // of each kind; hardly any of those that the breadth is chosen by
constexpr int recallDepth = 10;

// Pictures are asked for by texts, and what another tower made lies farther from all rows: an index finds less for it.
std::vector<FloatArray> drawnOfEveryKind(const embedding::Corpus& corpus, Modality modality, std::int64_t most) {
    std::vector<FloatArray> drawn;
    for (const auto& [kind, rows] : corpus.embeddings)
        if (rows.width == corpus.embeddings.at(modality).width && rows.rows > 0)
            drawn.push_back(embedding::drawnVectors(rows, most));
    return drawn;
}

Result<void> broaden(embedding::VectorIndex& index, const std::vector<FloatArray>& kinds, const Monitor& monitor) {
    for (const FloatArray& queries : kinds)
        if (const auto broadened = index.broadenFor(embedding::tableOf(queries), monitor); !broadened)
            return broadened;
    return {};
}

// Of the kind that the index finds least for.
Result<double> measureRecall(const embedding::VectorIndex& index, const embedding::VectorTable& table,
                             const std::vector<FloatArray>& kinds) {
    double lowest = 1;
    for (const FloatArray& drawn : kinds) {
        const embedding::VectorTable queries = embedding::tableOf(drawn);
        const auto hits = index.search(queries, recallDepth);
        if (!hits)
            return Failure(hits.error());
        lowest = std::min(lowest, embedding::recallOf(*hits, embedding::searchExactly(table, queries, recallDepth)));
    }
    return lowest;
}

} // namespace

IndexShelf::~IndexShelf() {
    endMaking();
}

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
    takeMade();
    IndexPlan plan{corpus, modality, chooseIndex(wanted, table->second, *device, m_mostExactValues), *device};
    if (const Built built = find(plan))
        return Found{built, 0};
    if (wanted != IndexKind::Auto || plan.kind == IndexKind::Exact)
        return buildNow(plan, monitor);
    const bool isInMaking = buildBehind(plan);
    plan.kind = IndexKind::Exact;
    const Built exact = find(plan);
    auto found = exact ? Result<Found>(Found{exact, 0}) : buildNow(plan, monitor);
    if (found)
        found->isInMaking = isInMaking;
    return found;
}

Result<IndexShelf::Built> IndexShelf::build(const IndexPlan& plan, const Monitor& monitor) {
    const embedding::VectorTable& table = plan.corpus->content.embeddings.at(plan.modality);
    auto index = buildIndex(plan.kind, table, plan.device, monitor);
    if (!index)
        return Failure(index.error());
    BuiltIndex built{plan, *std::move(index), std::nullopt};
    if (plan.kind == IndexKind::Exact)
        return std::make_shared<const BuiltIndex>(std::move(built));
    const embedding::Corpus& corpus = plan.corpus->content;
    const auto recall =
        broaden(*built.index, drawnOfEveryKind(corpus, plan.modality, fitQueries), monitor).and_then([&] {
            return measureRecall(*built.index, table, drawnOfEveryKind(corpus, plan.modality, recallQueries));
        });
    if (!recall)
        return Failure(recall.error());
    built.recall = *recall;
    return std::make_shared<const BuiltIndex>(std::move(built));
}

IndexShelf::Built IndexShelf::find(const IndexPlan& plan) {
    const auto found = std::ranges::find_if(m_built, [&](const Built& built) { return built->plan == plan; });
    if (found == m_built.end())
        return nullptr;
    m_built.splice(m_built.begin(), m_built, found);
    return m_built.front();
}

void IndexShelf::keep(Built built) {
    m_built.push_front(std::move(built));
    if (m_built.size() > mostBuilt)
        m_built.pop_back();
}

Result<IndexShelf::Found> IndexShelf::buildNow(const IndexPlan& plan, const Monitor& monitor) {
    Stopwatch stopwatch;
    auto built = build(plan, monitor);
    if (!built)
        return Failure(built.error());
    keep(*built);
    return Found{*std::move(built), stopwatch.lap()};
}

bool IndexShelf::buildBehind(const IndexPlan& plan) {
    if (m_making && m_making->plan == plan)
        return !m_making->hasFailed; // the exact one serves as well
    if (m_making && !m_making->hasFailed)
        return false; // whoever asks again when that one is there has this one made
    endMaking();
    Making& making = m_making.emplace(Making{plan, {}, {}, false});
    making.built = std::async(std::launch::async, [plan, cancel = making.cancel.get_token()] {
        return contained<Built>([&] { return build(plan, {cancel, nullptr}); });
    });
    return true;
}

void IndexShelf::takeMade() {
    using namespace std::chrono_literals;
    if (!m_making || !m_making->built.valid() || m_making->built.wait_for(0s) != std::future_status::ready)
        return;
    const Result<Built> built = m_making->built.get();
    if (built) {
        keep(*built);
        m_making.reset();
    } else {
        m_making->hasFailed = true;
    }
}

void IndexShelf::endMaking() {
    if (!m_making)
        return;
    m_making->cancel.request_stop();
    if (m_making->built.valid())
        m_making->built.wait();
    m_making.reset();
}

} // namespace triptych::engine
