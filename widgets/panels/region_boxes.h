// SPDX-License-Identifier: GPL-3.0-or-later
// The regions that a model reads in place of patches, on the picture.
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <span>
#include <vector>

#include "inference/contract/units.h"
#include "visualization/picture/colour_map.h"

class QPainter;

namespace triptych::widgets::regions {

// Of a box in fractions of the picture, where the picture fills `picture`.
[[nodiscard]] QRectF rectOf(const Box& box, const QRectF& picture);

// The smallest box under a position, which may lie within larger ones; -1 where there is none.
[[nodiscard]] int at(const std::vector<Box>& boxes, const QRectF& picture, const QPointF& position);

[[nodiscard]] QPainterPath pathOf(const std::vector<Box>& boxes, const QRectF& picture, const std::vector<int>& units);

// Every box filled by its value, the strongest on top; those without weight as thin lines.
void draw(QPainter& painter, const std::vector<Box>& boxes, const QRectF& picture, std::span<const float> values,
          picture::ColourMap colours, float rangeEnd, double opacity);

} // namespace triptych::widgets::regions
