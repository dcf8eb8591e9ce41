// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

// The colour bar of the image's map with its raw figures: an empty map says so here, whatever its colours.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {300, 44}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 44}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void drawBar(QPainter& painter, const QRectF& bar) const;
    void drawBarLabels(QPainter& painter, const QRectF& bar) const;
    void drawSums(QPainter& painter, const QRectF& box) const;
    // Where a value stands between the ends of the bar, 0..1.
    [[nodiscard]] double position(double value) const;

    LinkedState& m_state;
};

} // namespace triptych::widgets
