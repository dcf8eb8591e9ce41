// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/local_corpus_service.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <utility>

#include "inference/embedding/modality_gap.h"
#include "inference/embedding/projection.h"
#include "inference/embedding/retrieval.h"
#include "inference/engine/contained.h"
#include "inference/engine/corpora/corpus_layout.h"
#include "inference/engine/corpora/corpus_searcher.h"
#include "inference/engine/corpora/corpus_shelf.h"
#include "inference/engine/corpora/pause_gate.h"
#include "inference/engine/embed_corpus.h"
#include "inference/engine/job_queue.h"

namespace triptych::engine {

namespace {

// What a caller can say to a job besides cancelling it.
struct Switches {
    PauseGate gate;
    std::atomic<bool> keep = false;
};

struct RowBounds {
    std::int64_t begin = 0;
    std::int64_t count = 0;
};

// Of a range, what the corpus has.
RowBounds boundsOf(const OpenCorpus& corpus, const RowRange& range) {
    const auto found = corpus.info.rows.find(range.modality);
    const std::int64_t rows = found == corpus.info.rows.end() ? 0 : found->second;
    const std::int64_t begin = std::clamp<std::int64_t>(range.begin, 0, rows);
    return {begin, std::clamp<std::int64_t>(range.count, 0, rows - begin)};
}

std::vector<CorpusRow> rowsIn(const OpenCorpus& corpus, const RowRange& range) {
    const auto [begin, count] = boundsOf(corpus, range);
    if (count == 0)
        return {};
    const auto first = corpus.content.tables.at(range.modality).begin() + begin;
    return {first, first + count};
}

FloatArray vectorsIn(const OpenCorpus& corpus, const RowRange& range) {
    const auto [begin, count] = boundsOf(corpus, range);
    if (count == 0)
        return FloatArray({0, 0});
    const embedding::VectorTable& table = corpus.content.embeddings.at(range.modality);
    const auto values = table.values.subspan(static_cast<std::size_t>(begin * table.width),
                                             static_cast<std::size_t>(count * table.width));
    return FloatArray({count, table.width}, {values.begin(), values.end()});
}

class LocalCorpusService final : public CorpusService {
public:
    void open(CorpusJobId id, std::filesystem::path corpus, Callbacks<CorpusInfo> callbacks) override {
        addWithCorpus(m_readings, id, std::move(corpus), std::move(callbacks),
                      [](const OpenCorpusPtr& open, const Monitor&) -> Result<CorpusInfo> { return open->info; });
    }

    void readRows(CorpusJobId id, RowRange range, Callbacks<std::vector<CorpusRow>> callbacks) override {
        addWithCorpus(m_readings, id, range.corpus, std::move(callbacks),
                      [range](const OpenCorpusPtr& open, const Monitor&) -> Result<std::vector<CorpusRow>> {
                          return rowsIn(*open, range);
                      });
    }

    void readEmbeddings(CorpusJobId id, RowRange range, Callbacks<FloatArray> callbacks) override {
        addWithCorpus(m_readings, id, range.corpus, std::move(callbacks),
                      [range](const OpenCorpusPtr& open, const Monitor&) -> Result<FloatArray> {
                          return vectorsIn(*open, range);
                      });
    }

    void embed(CorpusJobId id, EmbedRequest request, Callbacks<EmbedOutcome> callbacks) override {
        add(m_embeddings, id, std::move(callbacks),
            [request = std::move(request), switches = makeSwitches(id)](const Monitor& monitor) {
                const auto report = [&](const Progress& progress) {
                    monitor.report(progress.stage, progress.done, progress.total);
                    switches->gate.pass(monitor.cancel);
                };
                return embedCorpus(request, {monitor.cancel, report});
            });
    }

    void pause(CorpusJobId id) override {
        if (const auto switches = switchesOf(id))
            switches->gate.set(true);
    }

    void resume(CorpusJobId id) override {
        if (const auto switches = switchesOf(id))
            switches->gate.set(false);
    }

    [[nodiscard]] std::vector<MethodDescriptor> projectionMethods() const override {
        return embedding::projectionDescriptors();
    }

    void project(CorpusJobId id, ProjectRequest request, FrameSink frames, Callbacks<Projection> callbacks) override {
        const std::filesystem::path corpus = request.corpus;
        addWithCorpus(m_analyses, id, corpus, std::move(callbacks),
                      [id, request = std::move(request), frames = std::move(frames),
                       switches = makeSwitches(id)](const OpenCorpusPtr& open, const Monitor& monitor) {
                          const auto sink = [&](std::span<const float> points) {
                              if (frames)
                                  frames(id, points);
                              return !switches->keep;
                          };
                          return layOut(*open, request, sink, monitor);
                      });
    }

    void keep(CorpusJobId id) override {
        if (const auto switches = switchesOf(id))
            switches->keep = true;
    }

    void compareModalities(CorpusJobId id, std::filesystem::path corpus, Callbacks<ModalityGaps> callbacks) override {
        addWithCorpus(m_analyses, id, std::move(corpus), std::move(callbacks),
                      [](const OpenCorpusPtr& open, const Monitor& monitor) {
                          return embedding::compareModalities(open->content, monitor);
                      });
    }

    void neighbours(CorpusJobId id, NeighbourRequest request, Callbacks<std::vector<CorpusHit>> callbacks) override {
        const std::filesystem::path corpus = request.corpus;
        addWithCorpus(m_readings, id, corpus, std::move(callbacks),
                      [request = std::move(request)](const OpenCorpusPtr& open, const Monitor&) {
                          return neighboursIn(*open, request);
                      });
    }

    void search(CorpusJobId id, SearchRequest request, Callbacks<SearchResult> callbacks) override {
        const std::filesystem::path corpus = request.corpus;
        addWithCorpus(m_searches, id, corpus, std::move(callbacks),
                      [this, request = std::move(request)](const OpenCorpusPtr& open, const Monitor& monitor) {
                          return m_searcher.search(open, request, monitor);
                      });
    }

    void evaluate(CorpusJobId id, JudgeRequest request, Callbacks<RetrievalReport> callbacks) override {
        addWithCorpus(m_analyses, id, request.corpus, std::move(callbacks),
                      [request](const OpenCorpusPtr& open, const Monitor& monitor) {
                          return embedding::evaluateRetrieval(open->content, request.weights, request.seed, monitor);
                      });
    }

    void cancel(CorpusJobId id) override {
        for (JobQueue* line : {&m_embeddings, &m_analyses, &m_searches, &m_readings}) {
            // In this order: a job that leaves the line between the two calls is running at the second.
            if (auto job = line->take(id))
                m_aside.add({id, [work = std::move(job->work)](const CancelToken&) { work(stoppedToken()); }});
            else
                line->stopRunning(id);
        }
    }

private:
    static CancelToken stoppedToken() {
        CancelSource source;
        source.request_stop();
        return source.get_token();
    }

    template<typename T, typename Work>
    void add(JobQueue& line, CorpusJobId id, Callbacks<T> callbacks, Work work) {
        line.add({id, [this, id, callbacks = std::move(callbacks), work = std::move(work)](const CancelToken& cancel) {
                      Monitor monitor{cancel, nullptr};
                      if (callbacks.progress)
                          monitor.progress = [&](const Progress& progress) { callbacks.progress(id, progress); };
                      Result<T> result =
                          monitor.check().and_then([&] { return contained<T>([&] { return work(monitor); }); });
                      forget(id);
                      if (callbacks.finished)
                          callbacks.finished(id, std::move(result));
                  }});
    }

    template<typename T, typename Work>
    void addWithCorpus(JobQueue& line, CorpusJobId id, std::filesystem::path folder, Callbacks<T> callbacks,
                       Work work) {
        add(line, id, std::move(callbacks),
            [this, folder = std::move(folder), work = std::move(work)](const Monitor& monitor) -> Result<T> {
                return m_shelf.get(folder).and_then(
                    [&](const OpenCorpusPtr& open) -> Result<T> { return work(open, monitor); });
            });
    }

    std::shared_ptr<Switches> makeSwitches(CorpusJobId id) {
        const std::scoped_lock lock(m_mutex);
        return m_switches[id] = std::make_shared<Switches>();
    }
    std::shared_ptr<Switches> switchesOf(CorpusJobId id) {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_switches.find(id);
        return found == m_switches.end() ? nullptr : found->second;
    }
    void forget(CorpusJobId id) {
        const std::scoped_lock lock(m_mutex);
        m_switches.erase(id);
    }

    CorpusShelf m_shelf;
    CorpusSearcher m_searcher; // of the line of searches
    std::mutex m_mutex;
    std::map<CorpusJobId, std::shared_ptr<Switches>> m_switches; // of embeddings and layouts that are not finished
    JobQueue m_embeddings;
    JobQueue m_analyses;
    JobQueue m_searches;
    JobQueue m_readings;
    JobQueue m_aside; // the word that a waiting job was cancelled
};

} // namespace

std::unique_ptr<CorpusService> makeLocalCorpusService() {
    return std::make_unique<LocalCorpusService>();
}

} // namespace triptych::engine
