// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/session/truth_check.h"

class QGridLayout;
class QLabel;

namespace triptych::widgets {

class LinkedState;

// How far the shown map can be trusted: only what is computed for this very map, each figure beside its chance level.
class QualitySection : public QWidget {
    Q_OBJECT

public:
    explicit QualitySection(LinkedState& state, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        QLabel* sign;
        QLabel* text;
        QLabel* chance;
        QLabel* value;
    };

    [[nodiscard]] Row addRow(QGridLayout* grid);
    void setRow(const Row& row, bool visible);
    void refreshSample();
    void refresh();
    void refreshPointing(const projects::Truth& truth);
    void countAllWords();
    void showAllWords();
    void say(const QString& text);

    LinkedState& m_state;
    TruthMask m_mask;
    PointingCount m_count; // of all words, for the current result and way of showing it
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_note;
    Row m_pointing;
    Row m_energy;
    Row m_words;
};

} // namespace triptych::widgets
