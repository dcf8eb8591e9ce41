// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/contract/corpus_search.h"
#include "widgets/session/session.h"
#include "widgets/space/corpus_client.h"
#include "widgets/space/embed_planner.h"
#include "widgets/space/embedding_space.h"
#include "widgets/space/retrieval.h"

namespace triptych::widgets {

// What another model ranks first for the query that is asked, over the same items: it embeds them once, in a corpus of
// its own. Lives on the GUI thread.
class OtherRanking : public QObject {
    Q_OBJECT

public:
    OtherRanking(Session& session, EmbeddingSpace& space, Retrieval& retrieval, QObject* parent = nullptr);

    // Empty: none.
    void setModel(const std::string& model);
    [[nodiscard]] const std::string& model() const { return m_model; }
    // Models that could rank: the built-in and loaded ones but for that of the open corpus.
    [[nodiscard]] std::vector<std::string> choices() const;

    [[nodiscard]] const std::vector<CorpusHit>& hits() const { return m_hits; }
    // Place of the first model's hit in this ranking, counted from 0; -1 where it is not among the hits.
    [[nodiscard]] int rankOf(const CorpusHit& hit) const;
    [[nodiscard]] bool isWorking() const { return m_planner.isOpen() || m_making.isOpen() || m_searching.isOpen(); }
    [[nodiscard]] bool isEmbedding() const { return m_making.isOpen(); }
    [[nodiscard]] const Progress& progress() const { return m_making.progress(); }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    // Whether two hits, of different corpora, are the same item.
    [[nodiscard]] static bool areSame(const CorpusHit& one, const CorpusHit& other);

Q_SIGNALS:
    void changed();

private:
    void restart();
    void plan();
    void embed(EmbedRequest request);
    void search();
    [[nodiscard]] SearchRequest request() const;
    void take(const Result<SearchResult>& result);
    void fail(const Error& error);
    // The query's own items, which are no answers.
    [[nodiscard]] std::vector<SampleItem> asked() const;

    Session& m_session;
    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    EmbedPlanner m_planner;
    CorpusQuestion m_making;
    CorpusQuestion m_searching;
    std::string m_model;
    std::filesystem::path m_corpus; // empty until it is embedded
    std::vector<QueryTerm> m_terms; // that were searched last
    Modality m_target = Modality::Image;
    std::vector<CorpusHit> m_hits;
    std::optional<Error> m_error;
};

} // namespace triptych::widgets
