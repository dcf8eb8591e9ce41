// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "inference/base/progress.h"
#include "inference/contract/run_request.h"

namespace triptych::engine {

// Something to do once, on some worker. It must not throw, and it must run even when the token is set already: that is
// how its caller hears that it was cancelled.
struct Job {
    RunId id = 0;
    std::function<void(const CancelToken&)> work;
    bool isBackground = false; // nobody waits for it: it begins when no other job waits
};

// One worker thread that takes jobs in the order in which they were added, those of the background last. Destroying it
// stops the running job, gives the waiting ones a stopped token, and joins.
class JobQueue {
public:
    JobQueue();
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    void add(Job job);

    // Removes a job that has not begun.
    [[nodiscard]] std::optional<Job> take(RunId id);
    // Asks the running job to stop, if it is this one.
    void stopRunning(RunId id);

private:
    void work(const std::stop_token& closing);
    [[nodiscard]] std::optional<Job> next(const std::stop_token& closing);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Job> m_waiting;
    RunId m_runningId = 0;
    bool m_isRunning = false;
    CancelSource m_running;
    std::jthread m_thread; // last: it uses everything above
};

} // namespace triptych::engine
