// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/hit_reasons.h"

#include <algorithm>

namespace triptych::widgets {
namespace {

using HeadMode = DisplayValues::HeadMode;

numerics::LinkChoice choiceFor(const RunResult& result, const DisplayValues& shown) {
    const int layers = static_cast<int>(numerics::attentionLayers(result).size());
    numerics::LinkChoice choice;
    choice.rawAttention = shown.method == "attention";
    choice.layer = shown.layer < 0 ? layers - 1 : std::min(shown.layer, layers - 1);
    choice.head = shown.head;
    choice.heads = shown.headMode == HeadMode::One    ? numerics::HeadReduction::One
                   : shown.headMode == HeadMode::Mean ? numerics::HeadReduction::Mean
                                                      : numerics::HeadReduction::Max;
    choice.direction = shown.direction == DisplayValues::Direction::LooksAt ? numerics::LinkDirection::LooksAt
                                                                            : numerics::LinkDirection::LookedAtBy;
    return choice;
}

FloatArray mapOf(const RunResult& result, const DisplayValues& shown, Modality modality) {
    const numerics::LinkChoice choice = choiceFor(result, shown);
    FloatArray map = numerics::linkedMaps(result, choice, std::nullopt).of(modality);
    // Raw attention of towers that never meet.
    return choice.rawAttention && map.empty() ? numerics::linkedMaps(result, {}, std::nullopt).of(modality) : map;
}

} // namespace

HitReasons::HitReasons(Session& session, EmbeddingSpace& space, Retrieval& retrieval, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_runs(session.sharedService()) {
    connect(&retrieval, &Retrieval::changed, this, &HitReasons::forgetIfNew);
    connect(&session.display(), &DisplaySettings::changed, this, &HitReasons::forgetIfNew);
    connect(&session.display(), &DisplaySettings::changed, this, &HitReasons::redraw);
    connect(&session, &Session::runSettingsChanged, this, &HitReasons::forgetIfNew);
    connect(&space, &EmbeddingSpace::corpusChanged, this, &HitReasons::forget);
    connect(&m_runs, &RunController::finished, this, &HitReasons::onFinished);
}

void HitReasons::forgetIfNew() {
    const RunSettings& settings = m_session.runSettings();
    if (m_terms != m_retrieval.terms() || m_method != method() || m_settings.parameters != settings.parameters ||
        m_settings.seed != settings.seed)
        forget();
}

// Layer and head of raw attention are chosen without a run.
void HitReasons::redraw() {
    if (m_shown == m_session.display().values())
        return;
    m_shown = m_session.display().values();
    for (auto& [place, reason] : m_reasons)
        readMap(place, reason);
    Q_EMIT redrawn();
    Q_EMIT changed();
}

void HitReasons::readMap(const CorpusPlace& place, Reason& reason) const {
    if (reason.result)
        reason.map = mapOf(*reason.result, m_session.display().values(), place.modality);
}

float HitReasons::largest() const {
    float largest = 0;
    for (const auto& [place, reason] : m_reasons)
        for (const float value : reason.map.values())
            largest = std::max(largest, value);
    return largest;
}

void HitReasons::forget() {
    m_terms = m_retrieval.terms();
    m_method = method();
    m_settings = m_session.runSettings();
    m_reasons.clear();
    m_waiting.clear();
    m_running.reset();
    m_runs.abandon();
    Q_EMIT redrawn();
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
    request.parameters = m_settings.parameters;
    request.seed = m_settings.seed;
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
        readMap(*m_running, reason);
    }
    m_reasons[*m_running] = std::move(reason);
    m_running.reset();
    next();
    Q_EMIT changed();
}

} // namespace triptych::widgets
