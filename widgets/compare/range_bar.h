// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/compare/comparison.h"

namespace triptych::widgets {

// The one colour bar of all cells: what its colours stand for, and whether all cells share them.
class RangeBar : public QWidget {
    Q_OBJECT

public:
    explicit RangeBar(Comparison& comparison, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {400, 56}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 56}; }
    // What is said below the bar.
    [[nodiscard]] QString sentence() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawBar(QPainter& painter, const QRectF& bar) const;
    void drawTicks(QPainter& painter, const QRectF& bar) const;

    Comparison& m_comparison;
};

} // namespace triptych::widgets
