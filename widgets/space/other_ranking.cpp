// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/other_ranking.h"

#include <algorithm>

namespace triptych::widgets {

OtherRanking::OtherRanking(Session& session, EmbeddingSpace& space, Retrieval& retrieval, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_planner(session)
    , m_making(space.service())
    , m_searching(space.service()) {
    for (const CorpusQuestion* question : {&m_making, &m_searching})
        connect(question, &CorpusQuestion::moved, this, &OtherRanking::changed);
    connect(&space, &EmbeddingSpace::corpusChanged, this, &OtherRanking::restart);
    connect(&retrieval, &Retrieval::changed, this, [this] {
        if (m_terms != m_retrieval.terms() || m_target != m_retrieval.target())
            search();
    });
}

std::vector<std::string> OtherRanking::choices() const {
    std::vector<std::string> names = m_session.service().builtinModels();
    for (const LoadedModel& loaded : m_session.service().loadedModels())
        if (std::ranges::find(names, loaded.model) == names.end())
            names.push_back(loaded.model);
    if (m_space.info())
        std::erase(names, m_space.info()->facts.model);
    return names;
}

void OtherRanking::setModel(const std::string& model) {
    if (model == m_model)
        return;
    m_model = model;
    restart();
}

void OtherRanking::restart() {
    m_planner.abandon();
    m_making.abandon();
    m_searching.abandon();
    m_corpus.clear();
    m_terms.clear();
    m_hits.clear();
    m_error.reset();
    if (!m_model.empty() && m_space.info())
        plan();
    Q_EMIT changed();
}

void OtherRanking::plan() {
    m_planner.plan(
        m_model,
        [items = m_space.sharedItems()](const EmbeddingModel& model, const std::stop_token&) {
            return requestFor(*items, model);
        },
        [this](const Result<EmbedRequest>& request) {
            if (request)
                embed(*request);
            else
                fail(request.error());
        });
}

void OtherRanking::embed(EmbedRequest request) {
    const std::filesystem::path out = request.out;
    std::error_code ignored;
    if (std::filesystem::exists(out / "embeddings.safetensors", ignored)) {
        m_corpus = out;
        return search();
    }
    m_making.put<EmbedOutcome>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->embed(id, std::move(request), std::move(callbacks)); },
        [this, out](const Result<EmbedOutcome>& outcome) {
            if (!outcome)
                return fail(outcome.error());
            m_corpus = out;
            search();
        });
}

std::vector<SampleItem> OtherRanking::asked() const {
    std::vector<SampleItem> items;
    for (const QueryTerm& term : m_retrieval.terms()) {
        if (const auto* item = std::get_if<SampleItem>(&term.what))
            items.push_back(*item);
        else if (const int index = m_space.indexOf(std::get<CorpusPlace>(term.what)); index >= 0)
            items.push_back(itemOf(m_space.item(index).place.modality, m_space.item(index).row));
    }
    return items;
}

SearchRequest OtherRanking::request() const {
    SearchRequest request;
    request.corpus = m_corpus;
    const std::vector<SampleItem> items = asked();
    for (std::size_t i = 0; i < items.size(); ++i)
        request.terms.push_back({items[i], m_retrieval.terms()[i].weight});
    request.target = m_retrieval.target();
    request.k = Retrieval::mostHits + static_cast<int>(items.size());
    request.device = m_session.runSettings().device;
    return request;
}

void OtherRanking::search() {
    m_terms = m_retrieval.terms();
    m_target = m_retrieval.target();
    if (m_corpus.empty())
        return;
    m_error.reset();
    if (m_terms.empty()) {
        m_searching.abandon();
        m_hits.clear();
        Q_EMIT changed();
        return;
    }
    m_searching.put<SearchResult>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->search(id, request(), std::move(callbacks)); },
        [this](const Result<SearchResult>& result) { take(result); });
}

void OtherRanking::take(const Result<SearchResult>& result) {
    m_hits.clear();
    if (!result)
        return fail(result.error());
    const std::vector<SampleItem> queries = asked();
    for (const CorpusHit& hit : result->hits)
        if (std::ranges::find(queries, itemOf(hit.place.modality, hit.row)) == queries.end() &&
            m_hits.size() < Retrieval::mostHits)
            m_hits.push_back(hit);
    Q_EMIT changed();
}

void OtherRanking::fail(const Error& error) {
    if (error.code != ErrorCode::Canceled)
        m_error = error;
    Q_EMIT changed();
}

bool OtherRanking::areSame(const CorpusHit& one, const CorpusHit& other) {
    return one.row.id == other.row.id && one.place.modality == other.place.modality && one.row.text == other.row.text &&
           one.row.file == other.row.file;
}

int OtherRanking::rankOf(const CorpusHit& hit) const {
    const auto found = std::ranges::find_if(m_hits, [&](const CorpusHit& other) { return areSame(hit, other); });
    return found == m_hits.end() ? -1 : static_cast<int>(found - m_hits.begin());
}

} // namespace triptych::widgets
