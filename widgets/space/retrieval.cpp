// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/retrieval.h"

#include <algorithm>
#include <cmath>

namespace triptych::widgets {
namespace {

constexpr std::size_t placingHits = 5;

} // namespace

Retrieval::Retrieval(EmbeddingSpace& space, QObject* parent)
    : QObject(parent)
    , m_space(space)
    , m_question(space.service()) {
    connect(&m_question, &CorpusQuestion::moved, this, &Retrieval::changed);
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        m_result.reset();
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

void Retrieval::ask() {
    m_error.reset();
    if (m_terms.empty() || !m_space.info()) {
        m_question.cancel();
        m_result.reset();
        Q_EMIT changed();
        return;
    }
    SearchRequest request;
    request.corpus = m_space.info()->folder;
    request.terms = m_terms;
    request.target = m_target;
    request.k = mostHits;
    request.weights = usableWeights();
    request.rerank = m_rerank;
    m_question.put<SearchResult>(
        [&](CorpusJobId id, auto callbacks) {
            m_space.service()->search(id, std::move(request), std::move(callbacks));
        },
        [this](const Result<SearchResult>& result) {
            m_result.reset();
            if (result)
                m_result = *result;
            else if (result.error().code != ErrorCode::Canceled)
                m_error = result.error();
            Q_EMIT changed();
        });
}

const std::vector<CorpusHit>& Retrieval::hits() const {
    static const std::vector<CorpusHit> none;
    return m_result ? m_result->hits : none;
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
