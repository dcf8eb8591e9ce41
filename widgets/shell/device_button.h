// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "widgets/session/session.h"

class QMenu;

namespace triptych::widgets {

// The device of the last run in the status bar; a click offers the devices that there are.
class DeviceButton : public QToolButton {
    Q_OBJECT

public:
    explicit DeviceButton(Session& session, QWidget* parent = nullptr);

    // The choices as they stand now: "auto" first. Looking for devices may take long at the first time.
    void fillMenu();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void addChoice(const QString& id, const QString& text, const QString& tip);

    Session& m_session;
    QMenu* m_menu;
    DeviceList m_devices;
};

} // namespace triptych::widgets
