// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/compare/comparison.h"

class QComboBox;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace triptych::widgets {

class AgreementMatrix;
class DifferenceView;
class SegmentedButton;

// Beside the grid: which two cells are compared, their difference, and how far all cells agree.
class ComparisonPanel : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonPanel(Comparison& comparison, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void addPair(QVBoxLayout* column);
    void addAgreement(QVBoxLayout* column);
    void fillBoxes();
    void refresh();
    void retranslate();

    Comparison& m_comparison;
    QLabel* m_title;
    QComboBox* m_first;
    QLabel* m_minus;
    QToolButton* m_swap;
    QComboBox* m_second;
    DifferenceView* m_difference;
    QLabel* m_agreementTitle;
    SegmentedButton* m_measure;
    AgreementMatrix* m_matrix;
    QLabel* m_figures;
    QLabel* m_note;
};

} // namespace triptych::widgets
