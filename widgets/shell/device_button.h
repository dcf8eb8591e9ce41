// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "widgets/session/gui_post.h"
#include "widgets/session/session.h"

class QMenu;

namespace triptych::widgets {

// The device of the last run in the status bar; a click offers the devices that there are.
class DeviceButton : public QToolButton {
    Q_OBJECT

public:
    explicit DeviceButton(Session& session, QWidget* parent = nullptr);

    // The choices as they were last found: "auto" first. Looks for devices anew, for which nothing waits.
    void fillMenu();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void findDevices();
    void listChoices();
    void addChoice(const QString& id, const QString& text, const QString& tip);

    Session& m_session;
    QMenu* m_menu;
    DeviceList m_devices;
    bool m_finding = false;
    GuiPost m_post;
};

} // namespace triptych::widgets
