// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

namespace triptych::widgets {

// Rows of a label of fixed width and a control, as the explanation dock stacks them.
class Form : public QWidget {
    Q_OBJECT

public:
    explicit Form(QWidget* parent = nullptr);

    // The row is one widget, so that it can be hidden as a whole; its label is returned to be named.
    QLabel* addRow(QWidget* control);
    // A control under the controls of the rows above.
    void addIndented(QWidget* control);
    void setRowVisible(QWidget* control, bool visible);
    [[nodiscard]] QVBoxLayout* rows() const { return m_rows; }

private:
    QVBoxLayout* m_rows;
};

} // namespace triptych::widgets
