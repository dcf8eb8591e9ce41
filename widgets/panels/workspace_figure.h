// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "widgets/panels/linked_state.h"

class QPainter;

namespace triptych::widgets {

// What the panels show now as a figure on white, whatever the theme; null without a result.
[[nodiscard]] QImage figureOf(const LinkedState& state, const QSize& size, double scale);

// The same on a page of `size` px at 100 %; draws nothing without a result.
void paintFigure(const LinkedState& state, QPainter& painter, const QSizeF& size);

} // namespace triptych::widgets
