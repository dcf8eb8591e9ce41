// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/session/session.h"

class QAction;
class QLabel;
class QProgressBar;
class QTimer;
class QToolButton;

namespace triptych::widgets {

class DeviceButton;
class ModelLibrary;
class NoticesButton;

// Device, memory and time on the left, progress with cancel beside them, the read-out and the theme on the right.
class StatusBar : public QWidget {
    Q_OBJECT

public:
    StatusBar(Session& session, ModelLibrary& library, QAction* darkTheme, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut();
    void connectSession();
    void retranslate();
    void refreshTime();
    void refreshMemory();
    void refreshProgress();
    void refreshNotices();
    void refreshTheme();

    Session& m_session;
    ModelLibrary& m_library;
    DeviceButton* m_device;
    QLabel* m_memory;
    QLabel* m_time;
    NoticesButton* m_notices;
    QWidget* m_progress;
    QProgressBar* m_bar;
    QLabel* m_stage;
    QToolButton* m_cancel;
    QLabel* m_readOut;
    QToolButton* m_theme;
    QTimer* m_memoryTimer;
    QTimer* m_progressTimer;
};

} // namespace triptych::widgets
