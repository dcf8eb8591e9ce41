// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <memory>
#include <mutex>

namespace triptych::widgets {

// Carries work from any thread to the GUI thread of `owner`; what arrives after the owner is gone is dropped. Copies
// share one link, so that callbacks may outlive the owner.
class GuiPost {
public:
    explicit GuiPost(QObject* owner)
        : m_link(std::make_shared<Link>()) {
        m_link->owner = owner;
        // A direct connection, so that the link is cut before the owner's own parts are gone.
        QObject::connect(owner, &QObject::destroyed, [link = m_link] {
            const std::lock_guard lock(link->mutex);
            link->owner = nullptr;
        });
    }

    template<typename Work>
    void operator()(Work work) const {
        const std::lock_guard lock(m_link->mutex);
        if (m_link->owner)
            QMetaObject::invokeMethod(m_link->owner, std::move(work), Qt::QueuedConnection);
    }

private:
    struct Link {
        std::mutex mutex;
        QObject* owner = nullptr;
    };
    std::shared_ptr<Link> m_link;
};

} // namespace triptych::widgets
