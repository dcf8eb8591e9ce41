// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/study_monitor.h"

#include <utility>

namespace triptych::widgets {

StudyMonitor::StudyMonitor(InferenceService& service, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_post(this) {
}

StudyMonitor::~StudyMonitor() {
    if (m_current)
        m_service.cancelStudy(*m_current);
}

void StudyMonitor::start(StudyRequest request) {
    clear();
    request.id = ++m_lastId;
    m_current = request.id;
    StudyCallbacks callbacks;
    callbacks.progress = [this, post = m_post](StudyId id, const Progress& progress) {
        post([this, id, progress] {
            if (m_current != id)
                return;
            m_progress = progress;
            Q_EMIT changed();
        });
    };
    callbacks.grown = [this, post = m_post](const StudyReport& report) {
        post([this, report] {
            if (m_current != report.id)
                return;
            m_report = report;
            Q_EMIT changed();
        });
    };
    callbacks.finished = [this, post = m_post](StudyId id, const Result<StudyReport>& outcome) {
        post([this, id, outcome] { finish(id, outcome); });
    };
    m_service.study(std::move(request), std::move(callbacks));
    Q_EMIT changed();
}

void StudyMonitor::cancel() {
    if (m_current)
        m_service.cancelStudy(*m_current);
}

void StudyMonitor::clear() {
    if (m_current)
        m_service.cancelStudy(*std::exchange(m_current, std::nullopt));
    m_report.reset();
    m_progress = {};
    m_error.reset();
    Q_EMIT changed();
}

void StudyMonitor::finish(StudyId id, const Result<StudyReport>& outcome) {
    if (m_current != id)
        return;
    m_current.reset();
    if (outcome)
        m_report = *outcome;
    else if (outcome.error().code != ErrorCode::Canceled)
        m_error = outcome.error();
    Q_EMIT changed();
}

} // namespace triptych::widgets
