// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

#include <QApplication>
#include <QEvent>
#include <QMetaEnum>
#include <QString>
#include <utility>
#include <vector>

namespace triptych::test {

// Counts the processor time that the thread of the window spends on each event that its loop handles, so that other
// work of the machine does not count. What OpenGL widgets paint is left out.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    struct Block {
        double ms = 0;
        QString event; // "UpdateRequest of MainWindow, 30 ms in Paint of HitGallery"
    };

    // The longest since the last call.
    [[nodiscard]] Block takeLongest() { return std::exchange(m_longest, {}); }

    bool notify(QObject* receiver, QEvent* event) override {
        const bool isGl = receiver->inherits("QOpenGLWidget") && event->type() == QEvent::Paint;
        const QString name =
            nameOf(event->type()) + QStringLiteral(" of ") + QString::fromLatin1(receiver->metaObject()->className());
        if (m_inside.empty())
            m_costliest = {};
        m_inside.push_back(0);
        const double begin = spentMs();
        const bool accepted = QApplication::notify(receiver, event);
        const double ms = isGl ? 0 : spentMs() - begin;
        const double own = ms - std::exchange(m_inside.back(), 0.0);
        m_inside.pop_back();
        if (own > m_costliest.ms)
            m_costliest = {own, name};
        if (!m_inside.empty())
            m_inside.back() += isGl ? spentMs() - begin : ms;
        else if (ms - m_glMs > m_longest.ms)
            m_longest = {ms - m_glMs,
                         QStringLiteral("%1, %2 ms in %3").arg(name).arg(m_costliest.ms).arg(m_costliest.event)};
        m_glMs = m_inside.empty() ? 0 : m_glMs + (isGl ? spentMs() - begin : 0);
        return accepted;
    }

private:
    static double spentMs() {
        timespec spent{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return 1e3 * static_cast<double>(spent.tv_sec) + 1e-6 * static_cast<double>(spent.tv_nsec);
    }
    static QString nameOf(QEvent::Type type) {
        return QString::fromLatin1(QMetaEnum::fromType<QEvent::Type>().valueToKey(type));
    }

    std::vector<double> m_inside; // per open event: what those inside of it took
    double m_glMs = 0;            // of the outermost open event
    Block m_costliest;            // of those inside of it, by what they took themselves
    Block m_longest;
};

} // namespace triptych::test
