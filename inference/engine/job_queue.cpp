// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/job_queue.h"

#include <algorithm>
#include <utility>

namespace triptych::engine {

JobQueue::JobQueue()
    : m_thread([this](const std::stop_token& closing) { work(closing); }) {
}

JobQueue::~JobQueue() {
    {
        const std::scoped_lock lock(m_mutex);
        m_thread.request_stop();
        m_running.request_stop();
    }
    m_changed.notify_all();
}

void JobQueue::add(Job job) {
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(std::move(job));
    }
    m_changed.notify_all();
}

std::optional<Job> JobQueue::take(RunId id) {
    const std::scoped_lock lock(m_mutex);
    const auto found = std::ranges::find(m_waiting, id, &Job::id);
    if (found == m_waiting.end())
        return std::nullopt;
    Job job = std::move(*found);
    m_waiting.erase(found);
    return job;
}

void JobQueue::stopRunning(RunId id) {
    const std::scoped_lock lock(m_mutex);
    if (m_isRunning && m_runningId == id)
        m_running.request_stop();
}

std::optional<Job> JobQueue::next(const std::stop_token& closing) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, closing, [this] { return !m_waiting.empty(); });
    if (m_waiting.empty())
        return std::nullopt;
    const auto awaited = std::ranges::find(m_waiting, false, &Job::isBackground);
    const auto first = awaited == m_waiting.end() ? m_waiting.begin() : awaited;
    Job job = std::move(*first);
    m_waiting.erase(first);
    m_running = CancelSource();
    if (closing.stop_requested())
        m_running.request_stop();
    m_runningId = job.id;
    m_isRunning = true;
    return job;
}

void JobQueue::work(const std::stop_token& closing) {
    while (auto job = next(closing)) {
        job->work(m_running.get_token());
        const std::scoped_lock lock(m_mutex);
        m_isRunning = false;
    }
}

} // namespace triptych::engine
