// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedLayout;
class QToolButton;

namespace triptych::widgets {

class CompareGrid;
class Comparison;
class ComparisonPanel;
class ExpandButton;
class GridControls;
class RangeBar;
class SampleModel;
class Session;
struct UnitSet;

// Up to twelve explanations side by side, and what two of them differ in.
class CompareWorkspace : public QWidget {
    Q_OBJECT

public:
    CompareWorkspace(Session& session, const SampleModel& samples, QWidget* parent = nullptr);

    [[nodiscard]] Comparison& comparison() const { return *m_comparison; }
    [[nodiscard]] const CompareGrid& grid() const { return *m_grid; }

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void layOut();
    void addHeader(class QVBoxLayout* column);
    void copyGrid() const;
    void refresh();
    void retranslate();
    [[nodiscard]] QStringList wordsOf(const UnitSet& source) const;
    [[nodiscard]] QString facts() const;
    [[nodiscard]] QString emptyText() const;

    Session& m_session;
    Comparison* m_comparison;
    QLabel* m_title;
    QLabel* m_facts;
    QToolButton* m_retry;
    QToolButton* m_cancel;
    QToolButton* m_measure;
    QToolButton* m_fit;
    QToolButton* m_copy;
    GridControls* m_controls;
    CompareGrid* m_grid;
    RangeBar* m_bar;
    ComparisonPanel* m_panel;
    QSplitter* m_halves;
    QWidget* m_left; // header, controls and grid
    ExpandButton* m_expand;
    QLabel* m_empty;
    QStackedLayout* m_pages;
    QWidget* m_content; // grid and bar
};

} // namespace triptych::widgets
