// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>

#include "inference/base/progress.h"

namespace triptych::engine {

// Work that passes here stands still while it is closed.
class PauseGate {
public:
    void set(bool isClosed) {
        {
            const std::scoped_lock lock(m_mutex);
            m_isClosed = isClosed;
        }
        m_changed.notify_all();
    }

    // Returns when it is open or the work was cancelled.
    void pass(const CancelToken& cancel) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, cancel, [this] { return !m_isClosed; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isClosed = false;
};

} // namespace triptych::engine
