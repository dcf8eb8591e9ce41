// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace triptych::widgets {

class LinkedState;

// The interventions in force, one line each in words, with a button that takes it back.
class InterventionList : public QWidget {
    Q_OBJECT

public:
    explicit InterventionList(LinkedState& state, QWidget* parent = nullptr);

    void refresh();

private:
    void addLine(std::size_t index, const QString& words);
    void remove(std::size_t index);

    LinkedState& m_state;
    QVBoxLayout* m_lines;
};

} // namespace triptych::widgets
