// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "inference/contract/inference_service.h"

namespace triptych::widgets {

// Starts runs and hears of their end, on the GUI thread only. Nothing here waits: the engine's callbacks fill a mailbox
// that the GUI thread empties, and what belongs to a run that is no longer wanted is dropped there.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(std::shared_ptr<InferenceService> service, QObject* parent = nullptr);
    ~RunController() override;

    // Gives the request a new id and returns it; a run that is still going is cancelled and its result dropped.
    RunId start(RunRequest request);
    // The run ends with finished(): ErrorCode::Canceled, or what an incremental method had found.
    void cancel();
    // As cancel(), but nothing more is heard of the run.
    void abandon();
    [[nodiscard]] bool isRunning() const { return m_current.has_value(); }

    [[nodiscard]] InferenceService& service() const { return *m_service; }
    // For another controller of the same engine.
    [[nodiscard]] const std::shared_ptr<InferenceService>& sharedService() const { return m_service; }

Q_SIGNALS:
    void progressed(const triptych::Progress& progress);
    // Once per run that was not superseded; ErrorCode::Canceled where cancel() found nothing yet.
    void finished(const triptych::RunOutcome& outcome);

private:
    struct Mailbox;

    void emptyMailbox();

    std::shared_ptr<InferenceService> m_service;
    std::shared_ptr<Mailbox> m_mailbox;
    std::optional<RunId> m_current;
};

} // namespace triptych::widgets
