// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

#include "widgets/compare/comparison.h"

namespace triptych::widgets {

// The map of one cell minus that of another: red where A has more, blue where the other has, on a grey picture, with
// the value at which the colours end and the raw figures.
class DifferenceView : public QWidget {
    Q_OBJECT

public:
    explicit DifferenceView(Comparison& comparison, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {260, 330}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 220}; }
    // Empty where the two cells have nothing in common.
    [[nodiscard]] const FloatArray& difference() const { return m_difference; }
    // Where the colours end; 0 where the maps do not differ.
    [[nodiscard]] float clip() const { return m_clip; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void refresh();
    [[nodiscard]] QRectF pictureArea() const;
    [[nodiscard]] QRectF pictureRect() const;
    void drawPicture(QPainter& painter) const;
    void drawLegend(QPainter& painter) const;
    void drawLabels(QPainter& painter, double top) const;

    Comparison& m_comparison;
    FloatArray m_difference;
    bool m_wasSpread = false;
    float m_clip = 0;
    std::shared_ptr<const RunResult> m_drawn;
    QImage m_grey; // the picture without its colours
};

} // namespace triptych::widgets
