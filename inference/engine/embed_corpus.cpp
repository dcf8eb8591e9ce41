// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/embed_corpus.h"

#include <algorithm>
#include <iterator>

#include "inference/base/memory_reuse.h"
#include "inference/embedding/corpus.h"
#include "inference/embedding/corpus_items.h"
#include "inference/engine/embed_parts.h"
#include "inference/engine/embedder.h"
#include "inference/engine/stopwatch.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

using embedding::CorpusItem;
using embedding::CorpusWriter;

// Passes items to the writer, batch by batch.
class CorpusMaker {
public:
    CorpusMaker(const models::Model& model, CorpusWriter& writer, EmbedOutcome& outcome, const Monitor& monitor)
        : m_embedder(model)
        , m_writer(writer)
        , m_outcome(outcome)
        , m_monitor(monitor) {}

    Result<void> run(const std::vector<CorpusItem>& items) {
        std::map<Modality, std::vector<CorpusItem>> waiting;
        std::int64_t done = 0;
        for (const CorpusItem& item : items) {
            m_monitor.report("embed", done++, static_cast<std::int64_t>(items.size()));
            if (m_writer.has(item))
                continue;
            std::vector<CorpusItem>& batch = waiting[item.item.modality];
            batch.push_back(item);
            if (batch.size() < m_embedder.batch(item.item.modality))
                continue;
            if (const auto flushed = flush(batch); !flushed)
                return flushed;
        }
        for (auto& [modality, batch] : waiting)
            if (const auto flushed = flush(batch); !flushed)
                return flushed;
        return {};
    }

private:
    Result<void> flush(std::vector<CorpusItem>& batch) {
        if (batch.empty())
            return {};
        if (const auto alive = m_monitor.check(); !alive)
            return alive;
        const auto written = m_embedder.knows(batch.front().item.modality)
                                 ? embed(batch)
                                 : skipAll(batch, "The model does not know this kind of item.");
        batch.clear();
        return written;
    }

    Result<void> embed(const std::vector<CorpusItem>& batch) {
        std::vector<SampleItem> items;
        for (const CorpusItem& item : batch)
            items.push_back(item.item);
        const auto vectors = m_embedder.embed(items, m_monitor);
        if (vectors)
            return write(batch, *vectors);
        if (vectors.error().code == ErrorCode::Canceled || vectors.error().code == ErrorCode::ModelMismatch)
            return Failure(vectors.error());
        // One of them is broken; the others still count.
        if (batch.size() == 1)
            return skipAll(batch, describe(vectors.error()));
        for (const CorpusItem& item : batch)
            if (const auto alone = embed({item}); !alone)
                return alone;
        return {};
    }

    Result<void> write(const std::vector<CorpusItem>& batch, const FloatArray& vectors) {
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto added = m_writer.add(batch[i], vectors.row({static_cast<std::int64_t>(i)}));
            if (added)
                continue;
            if (added.error().code != ErrorCode::NotFinite)
                return added;
            if (const auto skipped = skipAll({batch[i]}, added.error().detail); !skipped)
                return skipped;
        }
        return {};
    }

    Result<void> skipAll(const std::vector<CorpusItem>& batch, const std::string& reason) {
        for (const CorpusItem& item : batch) {
            m_outcome.skipped.push_back(item.id + ": " + reason);
            if (const auto noted = m_writer.addFailure(item, reason); !noted)
                return noted;
        }
        return {};
    }

    Embedder m_embedder;
    CorpusWriter& m_writer;
    EmbedOutcome& m_outcome;
    const Monitor& m_monitor;
};

Failure nothingEmbedded(const EmbedOutcome& outcome, const std::filesystem::path& items) {
    const std::string reason = outcome.skipped.empty() ? "all of it failed before." : outcome.skipped.front();
    return fail(ErrorCode::InvalidInput, "Nothing could be embedded; the first reason: " + reason, items.string());
}

Result<void> embedItems(const EmbedRequest& request, embedding::ItemList list, const models::Model& model,
                        EmbedOutcome& outcome, const Monitor& monitor) {
    outcome.skipped = std::move(list.problems);
    auto writer = CorpusWriter::open(request.out, {request.model, outcome.modelHash});
    if (!writer)
        return Failure(writer.error());
    outcome.fromBefore = writer->rows();
    const auto made = CorpusMaker(model, *writer, outcome, monitor).run(list.items).and_then([&] {
        return writer->rows() > 0 ? writer->finish() : Result<void>(nothingEmbedded(outcome, request.items));
    });
    outcome.rows = writer->rowCounts();
    return made;
}

bool isFinished(const std::filesystem::path& corpus) {
    std::error_code ignored;
    return std::filesystem::exists(corpus / "embeddings.safetensors", ignored);
}

// Whether the finished corpus in the folder is this model's and lacks its parts.
Result<bool> lacksParts(const EmbedRequest& request, EmbedOutcome& outcome) {
    const auto corpus = embedding::readCorpus(request.out);
    if (!corpus)
        return Failure(corpus.error());
    for (const auto& [modality, table] : corpus->embeddings)
        outcome.fromBefore += outcome.rows[modality] = table.rows;
    return corpus->facts.modelHash == outcome.modelHash && !corpus->parts;
}

} // namespace

Result<EmbedOutcome> embedCorpus(const EmbedRequest& request, const Monitor& monitor) {
    Stopwatch stopwatch;
    const bool mayLackParts = request.parts && isFinished(request.out);
    auto list = mayLackParts ? Result<embedding::ItemList>() : embedding::readItems(request.items);
    if (!list)
        return Failure(list.error());
    const auto model = models::loadModel(request.model, request.device, monitor);
    if (!model)
        return Failure(model.error());
    const MemoryReuse reuse;
    EmbedOutcome outcome;
    outcome.modelHash = (*model)->descriptor().hash;
    const auto lacks = mayLackParts ? lacksParts(request, outcome) : Result<bool>(false);
    if (!lacks)
        return Failure(lacks.error());
    // CorpusWriter refuses a finished corpus that lacks nothing, and another model's.
    if (!*lacks)
        if (const auto made = embedItems(request, *std::move(list), **model, outcome, monitor); !made)
            return Failure(made.error());
    if (request.parts) {
        auto problems = embedParts(request.out, **model, monitor);
        if (!problems)
            return Failure(problems.error());
        std::ranges::move(*problems, std::back_inserter(outcome.skipped));
    }
    outcome.seconds = stopwatch.lap();
    return outcome;
}

} // namespace triptych::engine
