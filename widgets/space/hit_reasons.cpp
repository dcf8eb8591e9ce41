// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/hit_reasons.h"

#include <algorithm>

namespace triptych::widgets {

HitReasons::HitReasons(Session& session, EmbeddingSpace& space, Retrieval& retrieval, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_runs(session.sharedService()) {
    connect(&retrieval, &Retrieval::changed, this, &HitReasons::forgetIfNew);
    connect(&session.display(), &DisplaySettings::changed, this, &HitReasons::forgetIfNew);
    connect(&space, &EmbeddingSpace::corpusChanged, this, &HitReasons::forget);
    connect(&m_runs, &RunController::finished, this, &HitReasons::onFinished);
}

void HitReasons::forgetIfNew() {
    if (m_terms != m_retrieval.terms() || m_method != method())
        forget();
}

void HitReasons::forget() {
    m_terms = m_retrieval.terms();
    m_method = method();
    m_reasons.clear();
    m_waiting.clear();
    m_running.reset();
    m_runs.abandon();
    m_largest = 0;
    Q_EMIT forgotten();
    Q_EMIT changed();
}

std::optional<SampleItem> HitReasons::partOf(Modality hit) const {
    for (const QueryTerm& term : m_retrieval.terms()) {
        SampleItem item;
        if (const auto* place = std::get_if<CorpusPlace>(&term.what)) {
            const int index = m_space.indexOf(*place);
            if (index < 0)
                continue;
            item = itemOf(place->modality, m_space.item(index).row);
        } else {
            item = std::get<SampleItem>(term.what);
        }
        if (term.weight > 0 && item.modality != hit)
            return item;
    }
    return std::nullopt;
}

const HitReasons::Reason* HitReasons::of(const CorpusHit& hit) {
    if (const auto known = m_reasons.find(hit.place); known != m_reasons.end())
        return &known->second;
    const bool isAsked =
        m_running == hit.place || std::ranges::find(m_waiting, hit.place, &CorpusHit::place) != m_waiting.end();
    if (!isAsked && partOf(hit.place.modality)) {
        m_waiting.push_back(hit);
        next();
    }
    return nullptr;
}

void HitReasons::next() {
    if (m_running || m_waiting.empty() || !m_space.info())
        return;
    const CorpusHit hit = m_waiting.front();
    m_waiting.pop_front();
    m_running = hit.place;
    RunRequest request;
    request.model = m_space.info()->facts.model;
    request.device = m_session.runSettings().device;
    request.method = m_method;
    request.parameters = m_session.runSettings().parameters;
    request.seed = m_session.runSettings().seed;
    request.sample.id = hit.row.id;
    const SampleItem query = *partOf(hit.place.modality);
    request.sample.items = {itemOf(hit.place.modality, hit.row), query};
    // What ranked the hit: the likeness of the two, whatever else the model could be asked.
    request.target.kind = TargetKind::Pair;
    request.target.firstModality = hit.place.modality;
    request.target.secondModality = query.modality;
    m_runs.start(std::move(request));
}

void HitReasons::onFinished(const RunOutcome& outcome) {
    if (!m_running)
        return;
    Reason reason;
    if (outcome) {
        reason.result = *outcome;
        reason.map = numerics::linkedMaps(**outcome, {}, std::nullopt).of(m_running->modality);
        for (const float value : reason.map.values())
            m_largest = std::max(m_largest, value);
    }
    m_reasons[*m_running] = std::move(reason);
    m_running.reset();
    next();
    Q_EMIT changed();
}

} // namespace triptych::widgets
