// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;

namespace triptych::widgets {

// An action with this dynamic property is listed only once something was typed.
inline constexpr const char* findOnlyProperty = "findOnly";

// Every command of the window, found by typing parts of its name.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* window);

    // Words of an action's tool tip find it, too. Shows the enabled ones of these over the top of the window.
    void open(const QList<QAction*>& actions);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void trigger();

    QList<QAction*> m_actions;
    QLineEdit* m_search;
    QListWidget* m_list;
    QLabel* m_nothing;
};

} // namespace triptych::widgets
