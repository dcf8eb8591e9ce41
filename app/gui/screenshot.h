// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/gui/start_options.h"

namespace triptych::widgets {
class MainWindow;
}

namespace triptych::gui {

// Waits until the window shows what was asked for, saves its picture and ends the program; with status 1 and the reason
// on stderr where that cannot be.
class Screenshot : public QObject {
    Q_OBJECT

public:
    Screenshot(widgets::MainWindow& window, const StartOptions& options, QObject* parent = nullptr);

private:
    void onStateChanged();
    void settle();
    void save();
    void giveUp(const QString& reason);

    widgets::MainWindow& m_window;
    StartOptions m_options;
    QTimer m_settle;
    QTimer m_limit;
};

} // namespace triptych::gui
