// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "widgets/session/run_controller.h"

namespace triptych::widgets {

// One request of the grid and what became of it. Cells that need the same run share one; the engine's queue takes them
// in turn, so that none waits for another but there.
class CellRun : public QObject {
    Q_OBJECT

public:
    enum class State { Waiting, Running, Done, Failed, Canceled };
    Q_ENUM(State)

    CellRun(RunRequest request, const std::shared_ptr<InferenceService>& service, QObject* parent = nullptr);

    [[nodiscard]] const RunRequest& request() const { return m_request; }
    [[nodiscard]] State state() const { return m_state; }
    // Null unless done.
    [[nodiscard]] const std::shared_ptr<const RunResult>& result() const { return m_result; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }

    // Takes what another run of the same sample and model has computed; nothing is run then.
    void adopt(std::shared_ptr<const RunResult> result);

public Q_SLOTS:
    // Starts, or starts again after an error or a cancellation; does nothing else.
    void start();
    // Leaves the queue until start() where it has not begun; does nothing else.
    void hold();
    void cancel();

Q_SIGNALS:
    void changed();

private:
    void onFinished(const RunOutcome& outcome);

    RunRequest m_request;
    RunController m_runs;
    State m_state = State::Waiting;
    bool m_started = false;
    std::shared_ptr<const RunResult> m_result;
    std::optional<Error> m_error;
    Progress m_progress;
};

} // namespace triptych::widgets
