// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shell/dock.h"

class QPushButton;

namespace triptych::widgets {

class LinkedState;

// What is explained, how it is drawn, and how far it can be trusted.
class ExplanationDock : public Dock {
    Q_OBJECT

public:
    explicit ExplanationDock(LinkedState& state, QWidget* parent = nullptr);

Q_SIGNALS:
    void copyFigureAsked();
    void exportFigureAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut(LinkedState& state);
    void retranslate();

    QPushButton* m_copy;
    QPushButton* m_export;
};

} // namespace triptych::widgets
