// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "inference/contract/causes.h"

namespace triptych::widgets {

// How far each cell of a study moves the target: colours diverge around no change, cells that were not measured stay
// empty. The legend says the raw range.
class StudyGridView : public QWidget {
    Q_OBJECT

public:
    explicit StudyGridView(QWidget* parent = nullptr);

    // `base`: the target that cells are compared with. Cells to come are drawn empty.
    void setGrid(const StudyGrid& grid, double base);

    struct Cell {
        int row = 0;
        int column = 0;

        bool operator==(const Cell&) const = default;
    };
    [[nodiscard]] std::optional<Cell> cellAt(const QPointF& position) const;
    [[nodiscard]] QRectF cellRect(const Cell& cell) const;
    // Dimmed: what was measured no longer fits the settings.
    void setOutOfDate(bool isOutOfDate);
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pointed(const QString& words); // empty: nothing
    void chosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] double change(const Cell& cell) const;
    // What a layer would write there; empty for other studies.
    [[nodiscard]] QString textOf(const Cell& cell) const;
    void drawCells(QPainter& painter) const;
    void drawTexts(QPainter& painter) const;
    void drawLabels(QPainter& painter) const;
    void drawLegend(QPainter& painter) const;

    StudyGrid m_grid;
    double m_base = 0;
    double m_largest = 0; // |change|
    double m_least = 0;
    double m_most = 0;
    bool m_isOutOfDate = false;
    std::optional<Cell> m_hover;
};

// "fusion 1 cross" of "fusion.layers.0.cross_attention".
[[nodiscard]] QString shortPlace(const std::string& traceName);

} // namespace triptych::widgets
