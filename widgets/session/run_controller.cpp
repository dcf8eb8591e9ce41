// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/run_controller.h"

#include <QMetaObject>
#include <mutex>
#include <utility>
#include <vector>

namespace triptych::widgets {

namespace {

// Several controllers share one engine, which wants every id once.
RunId newRunId() {
    static RunId last = 0;
    return ++last;
}

} // namespace

// Shared with the engine's callbacks, which may outlive the controller; `owner` is null from then on.
struct RunController::Mailbox {
    struct Letter {
        RunId id = 0;
        std::optional<Progress> progress;
        std::optional<RunOutcome> outcome;
    };

    void post(Letter letter) {
        const std::lock_guard lock(mutex);
        const bool wasEmpty = letters.empty();
        // Only the newest progress counts, so a busy engine cannot flood the event loop.
        if (letter.progress && !wasEmpty && letters.back().progress && letters.back().id == letter.id)
            letters.back() = std::move(letter);
        else
            letters.push_back(std::move(letter));
        if (wasEmpty && owner)
            QMetaObject::invokeMethod(owner, &RunController::emptyMailbox, Qt::QueuedConnection);
    }

    std::vector<Letter> take() {
        const std::lock_guard lock(mutex);
        return std::exchange(letters, {});
    }

    std::mutex mutex;
    std::vector<Letter> letters;
    RunController* owner = nullptr;
};

RunController::RunController(std::shared_ptr<InferenceService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_mailbox(std::make_shared<Mailbox>()) {
    m_mailbox->owner = this;
}

RunController::~RunController() {
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->owner = nullptr;
    }
    cancel();
}

RunId RunController::start(RunRequest request) {
    abandon();
    const RunId id = newRunId();
    request.id = id;
    m_current = id;

    InferenceService::Callbacks callbacks;
    callbacks.progress = [mailbox = m_mailbox](RunId id, const Progress& progress) {
        mailbox->post({id, progress, std::nullopt});
    };
    callbacks.finished = [mailbox = m_mailbox](RunId id, RunOutcome outcome) {
        mailbox->post({id, std::nullopt, std::move(outcome)});
    };
    m_service->start(std::move(request), std::move(callbacks));
    return id;
}

void RunController::cancel() {
    if (m_current)
        m_service->cancel(*m_current);
}

void RunController::abandon() {
    cancel();
    m_current.reset();
}

void RunController::emptyMailbox() {
    for (const Mailbox::Letter& letter : m_mailbox->take()) {
        if (m_current != letter.id)
            continue;
        if (letter.progress) {
            Q_EMIT progressed(*letter.progress);
        } else if (letter.outcome) {
            m_current.reset();
            Q_EMIT finished(*letter.outcome);
        }
    }
}

} // namespace triptych::widgets
