// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/compare/comparison.h"

namespace triptych::widgets {

class CompareCell;

// The cells in rows and columns, each row and column named once.
class CompareGrid : public QWidget {
    Q_OBJECT

public:
    explicit CompareGrid(Comparison& comparison, QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<CompareCell*>& cells() const { return m_cells; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void arrange();
    [[nodiscard]] QRectF cellRect(int row, int column) const;
    [[nodiscard]] QString patchesOfRow(int row) const;
    void drawColumnLabels(QPainter& painter) const;
    void drawRowLabels(QPainter& painter) const;

    Comparison& m_comparison;
    std::vector<CompareCell*> m_cells;
};

} // namespace triptych::widgets
