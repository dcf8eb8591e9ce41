// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/compare/comparison.h"

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;

namespace triptych::widgets {

class SegmentedButton;

// What rows and columns run through, which of it is shown, and how values become colours.
class GridControls : public QWidget {
    Q_OBJECT

public:
    explicit GridControls(Comparison& comparison, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // One axis: its variation, and the values as a menu of check marks.
    struct AxisBox {
        QLabel* label;
        QComboBox* variation;
        QPushButton* values;
        QMenu* menu;
    };

    AxisBox addAxis(bool isRow);
    void fillMenu(const AxisBox& axis, bool isRow);
    void toggleValue(bool isRow, const QString& id, bool on);
    void refresh();
    void refreshAxis(const AxisBox& axis, const AxisPlan& plan);
    void retranslate();
    [[nodiscard]] const AxisPlan& plan(bool isRow) const {
        return isRow ? m_comparison.rows() : m_comparison.columns();
    }

    Comparison& m_comparison;
    AxisBox m_rows;
    AxisBox m_columns;
    QLabel* m_rangeLabel;
    SegmentedButton* m_range;
    QLabel* m_scaleLabel;
    SegmentedButton* m_scale;
};

} // namespace triptych::widgets
