// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/intervention.h"
#include "widgets/views/view.h"

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QScrollArea;

namespace triptych::widgets {

class InterventionList;
class ScoreChange;
class StudyPanel;

// Changes the model or the sample with what is pointed at, and shows what that does to the target.
class CausesView : public View {
    Q_OBJECT

public:
    explicit CausesView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 120}; }

protected:
    void retranslate() override;
    void refresh() override { showSelection(); }
    void resizeEvent(QResizeEvent* event) override;

private:
    QPushButton* makeButton(const char* name);
    void apply(std::vector<Intervention> more);
    void removeHead();
    void swapWord();
    void listDonors();
    void clearAll();
    void showSelection();
    void showChange();

    QLabel* m_selected;
    QPushButton* m_knockOut;
    QPushButton* m_erase;
    QPushButton* m_swap;
    QLineEdit* m_word;
    QPushButton* m_head;
    QPushButton* m_patch;
    QMenu* m_donors;
    QWidget* m_actions; // the buttons; hidden where there is nothing to change
    QScrollArea* m_scroll = nullptr;
    ScoreChange* m_change;
    QLabel* m_empty;
    InterventionList* m_list;
    QPushButton* m_clear;
    StudyPanel* m_study;
};

} // namespace triptych::widgets
