// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "inference/contract/causes.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace triptych::widgets {

class LinkedState;
class StudyGridView;

// Chooses a study, runs it, and shows what it found: a grid, a small table, or the units that turn the decision.
class StudyPanel : public QWidget {
    Q_OBJECT

public:
    explicit StudyPanel(LinkedState& state, QWidget* parent = nullptr);

    void retranslate();
    void refresh();

private:
    void run();
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] QString subsetsText(const StudyReport& report) const;
    [[nodiscard]] QString swapsText(const Counterfactual& found) const;
    [[nodiscard]] QString decisionText(const Counterfactual& found) const;
    void choose(int row, int column);
    void selectRemoved();
    // The found removals and swaps become interventions.
    void applyFound();
    [[nodiscard]] StudyKind kind() const;
    // Whether what is shown was found before something was changed.
    [[nodiscard]] bool isOutOfDate() const;

    LinkedState& m_state;
    std::optional<StudyReport> m_report; // the last one of this sample
    QComboBox* m_kind;
    QLineEdit* m_vocabulary; // of swaps
    QPushButton* m_run;
    QStackedWidget* m_pages;
    StudyGridView* m_grid;
    QLabel* m_words;
    QPushButton* m_select;
    QPushButton* m_apply;
    QLabel* m_status;
};

} // namespace triptych::widgets
