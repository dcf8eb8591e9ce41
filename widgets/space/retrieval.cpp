// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/retrieval.h"

#include <algorithm>
#include <cmath>

namespace triptych::widgets {
namespace {

constexpr std::size_t placingHits = 5;

std::set<std::string> samplesOf(const SampleItem& query, const std::vector<EmbeddingSpace::Item>& items) {
    std::set<std::string> samples;
    for (const auto& [place, row] : items)
        if (place.modality == query.modality && row.text == query.text && row.file == query.file)
            samples.insert(row.id);
    return samples;
}

} // namespace

Retrieval::Retrieval(EmbeddingSpace& space, const Session& session, QObject* parent)
    : QObject(parent)
    , m_space(space)
    , m_session(session)
    , m_question(space.service()) {
    connect(&m_question, &CorpusQuestion::moved, this, &Retrieval::changed);
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        set({});
        ask();
    });
    connect(&space, &EmbeddingSpace::partsMade, this, [this] {
        if (m_weights.wantParts())
            ask();
    });
}

void Retrieval::search(std::vector<QueryTerm> terms, Modality target) {
    m_terms = std::move(terms);
    m_target = target;
    ask();
}

void Retrieval::setRerank(int count) {
    if (count == m_rerank)
        return;
    m_rerank = count;
    ask();
}

void Retrieval::setWeights(const PartWeights& weights) {
    if (weights == m_weights)
        return;
    m_weights = weights;
    Q_EMIT weightsChanged();
    ask();
}

PartWeights Retrieval::usableWeights() const {
    return m_space.info() && m_space.info()->hasParts ? m_weights : PartWeights{};
}

SearchRequest Retrieval::request() const {
    SearchRequest request;
    request.corpus = m_space.info()->folder;
    request.terms = m_terms;
    request.target = m_target;
    request.k = mostHits;
    request.weights = usableWeights();
    request.rerank = m_rerank;
    request.device = m_session.runSettings().device;
    return request;
}

std::optional<SampleItem> Retrieval::onlyTerm() const {
    if (m_terms.size() != 1)
        return std::nullopt;
    const auto* place = std::get_if<CorpusPlace>(&m_terms.front().what);
    if (!place)
        return std::get<SampleItem>(m_terms.front().what);
    const int index = m_space.indexOf(*place);
    return index < 0 ? std::nullopt : std::optional(itemOf(place->modality, m_space.item(index).row));
}

void Retrieval::set(Found found) {
    m_found = std::move(found);
    Q_EMIT resultChanged();
}

void Retrieval::ask() {
    m_error.reset();
    if (m_terms.empty() || !m_space.info()) {
        m_question.abandon();
        set({});
        Q_EMIT changed();
        return;
    }
    m_question.putPrepared<SearchResult>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->search(id, request(), std::move(callbacks)); },
        [items = m_space.sharedItems(), query = onlyTerm()](SearchResult result) {
            return Found{std::move(result), query ? samplesOf(*query, *items) : std::set<std::string>{}};
        },
        [this](Result<Found>& found) {
            if (!found && found.error().code != ErrorCode::Canceled)
                m_error = found.error();
            set(found ? *std::move(found) : Found{});
            Q_EMIT changed();
        });
}

const std::vector<CorpusHit>& Retrieval::hits() const {
    static const std::vector<CorpusHit> none;
    return m_found.result ? m_found.result->hits : none;
}

int Retrieval::rankOf(const CorpusPlace& place) const {
    const auto found = std::ranges::find(hits(), place, &CorpusHit::place);
    return found == hits().end() ? -1 : static_cast<int>(found - hits().begin());
}

std::vector<double> Retrieval::probabilities() const {
    std::vector<double> shares;
    if (hits().empty())
        return shares;
    const auto best = std::ranges::max(hits(), {}, &CorpusHit::score).score;
    double sum = 0;
    for (const CorpusHit& hit : hits())
        sum += shares.emplace_back(std::exp(static_cast<double>(hit.score - best) / m_temperature));
    for (double& share : shares)
        share /= sum;
    return shares;
}

void Retrieval::setTemperature(double temperature) {
    m_temperature = temperature;
    Q_EMIT temperatureChanged();
}

std::optional<QVector3D> Retrieval::placeInLayout() const {
    if (m_space.points().empty() || hits().empty())
        return std::nullopt;
    const std::vector<double> shares = probabilities();
    QVector3D sum;
    double weight = 0;
    for (std::size_t i = 0; i < std::min(placingHits, hits().size()); ++i) {
        const int item = m_space.indexOf(hits()[i].place);
        if (item < 0)
            continue;
        sum += m_space.points()[static_cast<std::size_t>(item)] * static_cast<float>(shares[i]);
        weight += shares[i];
    }
    if (!(weight > 0))
        return std::nullopt;
    return sum / static_cast<float>(weight);
}

} // namespace triptych::widgets
