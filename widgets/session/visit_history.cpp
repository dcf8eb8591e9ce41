// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/visit_history.h"

#include <QScopedValueRollback>
#include <algorithm>

namespace triptych::widgets {

VisitHistory::VisitHistory(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session) {
    connect(&session, &Session::sampleChanged, this, &VisitHistory::record);
    connect(&session.selection(), &Selection::changed, this, &VisitHistory::record);
}

VisitHistory::Visit VisitHistory::here() const {
    return {m_session.entry(), m_session.textIndex(), m_session.imageIndex(), m_session.selection().pinned()};
}

void VisitHistory::record() {
    if (m_returning || !m_session.hasSample())
        return;
    Visit visit = here();
    renew(visit.entry);
    if (!m_visits.empty()) {
        if (m_visits[m_current] == visit)
            return;
        m_visits.resize(m_current + 1);
        // Leaving a sample clears what was pinned first; that is no place to come back to.
        const bool isSameSample = m_visits[m_current].entry == visit.entry && m_visits[m_current].text == visit.text &&
                                  m_visits[m_current].image == visit.image;
        if (isSameSample && visit.pinned.empty())
            return;
    }
    m_visits.push_back(std::move(visit));
    if (m_visits.size() > mostVisits)
        m_visits.erase(m_visits.begin());
    m_current = m_visits.size() - 1;
    Q_EMIT changed();
}

void VisitHistory::renew(const projects::SampleEntry& entry) {
    for (Visit& visit : m_visits)
        if (visit.entry.sample.id == entry.sample.id)
            visit.entry = entry;
}

void VisitHistory::clear() {
    m_visits.clear();
    m_current = 0;
    record();
    Q_EMIT changed();
}

void VisitHistory::forget(const std::string& sampleId) {
    const auto isGone = [&](const Visit& visit) { return visit.entry.sample.id == sampleId; };
    const auto here = m_visits.begin() + static_cast<std::ptrdiff_t>(std::min(m_current + 1, m_visits.size()));
    const auto before = static_cast<std::size_t>(std::count_if(m_visits.begin(), here, isGone));
    std::erase_if(m_visits, isGone);
    m_current = m_current >= before ? m_current - before : 0;
    m_current = std::min(m_current, m_visits.empty() ? 0 : m_visits.size() - 1);
    Q_EMIT changed();
}

void VisitHistory::go(std::size_t index) {
    {
        const QScopedValueRollback returning(m_returning, true);
        m_current = index;
        const Visit visit = m_visits[index];
        if (visit.entry != m_session.entry()) {
            m_session.showSample(visit.entry);
            m_session.chooseText(visit.text);
            m_session.chooseImage(visit.image);
            if (m_session.state() == Session::State::Empty)
                m_session.run();
        } else {
            m_session.chooseText(visit.text);
            m_session.chooseImage(visit.image);
        }
        m_session.selection().clear();
        for (const UnitSet& set : visit.pinned)
            m_session.selection().addPin(set);
    }
    Q_EMIT changed();
}

void VisitHistory::back() {
    if (canGoBack())
        go(m_current - 1);
}

void VisitHistory::forward() {
    if (canGoForward())
        go(m_current + 1);
}

} // namespace triptych::widgets
