// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace triptych::widgets {

class LinkedState;

// A way of looking at a result below the panels. Its tools stand in the tab row while it is shown.
class View : public QWidget {
    Q_OBJECT

public:
    explicit View(LinkedState& state, QWidget* parent = nullptr);

    // Lives as long as the view; null where there are no tools.
    [[nodiscard]] virtual QWidget* tools() { return nullptr; }

protected:
    // Sets every word; called when the language changes.
    virtual void retranslate() {}
    // Another result, selection or setting.
    virtual void refresh() { update(); }
    void changeEvent(QEvent* event) override;
    [[nodiscard]] LinkedState& state() const { return m_state; }

private:
    LinkedState& m_state;
};

} // namespace triptych::widgets
