// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/cell_run.h"

namespace triptych::widgets {

CellRun::CellRun(RunRequest request, const std::shared_ptr<InferenceService>& service, QObject* parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_runs(service) {
    connect(&m_runs, &RunController::progressed, this, [this](const Progress& progress) {
        m_state = State::Running;
        m_progress = progress;
        Q_EMIT changed();
    });
    connect(&m_runs, &RunController::finished, this, &CellRun::onFinished);
}

void CellRun::adopt(std::shared_ptr<const RunResult> result) {
    m_runs.abandon();
    m_started = true;
    m_result = std::move(result);
    m_state = State::Done;
    Q_EMIT changed();
}

void CellRun::start() {
    if (m_started)
        return;
    m_started = true;
    m_state = State::Waiting;
    m_error.reset();
    m_progress = {};
    m_runs.start(m_request);
    Q_EMIT changed();
}

void CellRun::hold() {
    if (m_state != State::Waiting || !m_started)
        return;
    m_runs.abandon();
    m_started = false;
}

void CellRun::cancel() {
    m_runs.cancel();
}

void CellRun::onFinished(const RunOutcome& outcome) {
    if (outcome) {
        m_result = *outcome;
        m_state = State::Done;
    } else {
        m_started = false;
        m_error = outcome.error();
        m_state = m_error->code == ErrorCode::Canceled ? State::Canceled : State::Failed;
    }
    Q_EMIT changed();
}

} // namespace triptych::widgets
