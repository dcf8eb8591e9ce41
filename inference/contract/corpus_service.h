// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/corpus.h"
#include "inference/contract/corpus_search.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/projection.h"
#include "inference/contract/retrieval_report.h"

namespace triptych {

using CorpusJobId = std::uint64_t;

// A range of rows of one modality; what lies beyond the last row is left out.
struct RowRange {
    std::filesystem::path corpus;
    Modality modality = Modality::Image;
    std::int64_t begin = 0;
    std::int64_t count = 0;

    bool operator==(const RowRange&) const = default;
};

// Corpora as the interface sees them. A corpus is named by its folder; it is opened when it is first asked for, and
// anew when it changed. Every call returns at once; callbacks come from a worker thread. Four lines move at
// once: embedding; layouts and other analyses; searches; and reading. Ids are the caller's and new.
class CorpusService {
public:
    virtual ~CorpusService() = default;

    template<typename T>
    struct Callbacks {
        std::function<void(CorpusJobId, const Progress&)> progress; // may be empty
        // Exactly once per job, also when it was cancelled (ErrorCode::Canceled).
        std::function<void(CorpusJobId, Result<T>)> finished;
    };

    // Errors: FileMissing, BadFormat.
    virtual void open(CorpusJobId id, std::filesystem::path corpus, Callbacks<CorpusInfo> callbacks) = 0;
    virtual void readRows(CorpusJobId id, RowRange range, Callbacks<std::vector<CorpusRow>> callbacks) = 0;
    // [row, width], unit length.
    virtual void readEmbeddings(CorpusJobId id, RowRange range, Callbacks<FloatArray> callbacks) = 0;

    // Reports "load", "embed" and, for parts, "regions" and "words". Items that cannot be read are skipped and listed.
    // Cancelled, killed or without room on the disk, what was done is kept, and the same request goes on from there.
    // ModelMismatch where another model's corpus lies in `out`, InvalidInput where a finished one does that lacks
    // nothing of what is asked for.
    virtual void embed(CorpusJobId id, EmbedRequest request, Callbacks<EmbedOutcome> callbacks) = 0;
    // Holds an embedding that waits or runs, until it is resumed or cancelled.
    virtual void pause(CorpusJobId id) = 0;
    virtual void resume(CorpusJobId id) = 0;

    // pca, tsne, umap and their parameters.
    [[nodiscard]] virtual std::vector<MethodDescriptor> projectionMethods() const = 0;
    // The layout so far, [place * dimension] in the order of Projection::places; valid during the call only.
    using FrameSink = std::function<void(CorpusJobId, std::span<const float> points)>;
    // Reports "neighbours", "layout" and "quality". InvalidInput for unknown methods, parameters out of their range, or
    // modalities whose vectors differ in width; NotFinite names the row.
    virtual void project(CorpusJobId id, ProjectRequest request, FrameSink frames, Callbacks<Projection> callbacks) = 0;
    // Ends a layout that runs and keeps what it shows; `finished` brings it with its quality.
    virtual void keep(CorpusJobId id) = 0;
    virtual void compareModalities(CorpusJobId id, std::filesystem::path corpus, Callbacks<ModalityGaps> callbacks) = 0;

    // The nearest rows in the full space, best first, without the row itself.
    virtual void neighbours(CorpusJobId id, NeighbourRequest request, Callbacks<std::vector<CorpusHit>> callbacks) = 0;
    // Reports "load", "index" and "rerank". ModelMismatch where the model that would read the query is not the one that
    // made the corpus; InvalidInput for a query without direction and for weights of parts that the corpus lacks;
    // Unsupported where a model without matching head should rank again.
    virtual void search(CorpusJobId id, SearchRequest request, Callbacks<SearchResult> callbacks) = 0;
    // Every direction between two modalities that have pairs; reports "retrieval". InvalidInput where none has, and for
    // weights of parts that the corpus lacks.
    virtual void evaluate(CorpusJobId id, JudgeRequest request, Callbacks<RetrievalReport> callbacks) = 0;

    virtual void cancel(CorpusJobId id) = 0;
};

} // namespace triptych
