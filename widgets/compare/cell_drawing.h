// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that cells of the grid and the difference are painted of.
#pragma once

#include <QImage>
#include <QPainter>
#include <optional>

#include "inference/contract/run_result.h"
#include "visualization/picture/colour_map.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

class CellRun;

namespace cell_drawing {

// The heat of a map [row, col] for a rectangle in px at 100 %; clear where rangeEnd is 0.
[[nodiscard]] QImage heatImage(const FloatArray& map, picture::ColourMap colours, float rangeEnd, const QRectF& area,
                               double ratio);

// Regions in place of patches, shaded by their values [region].
void drawRegions(QPainter& painter, const std::vector<Box>& regions, const QRectF& whole, const FloatArray& values,
                 picture::ColourMap colours, float rangeEnd);

// Thin, white with a dark casing, open in the middle.
void drawCross(QPainter& painter, const QPointF& at);

// A word shaded by its strength 0..1.
void drawChip(QPainter& painter, const QRectF& chip, const QString& text, float strength, bool lit, theme::Role role);

// The heat of a sound [frame] along time with its mark.
void drawSoundStrip(QPainter& painter, const QRectF& area, const FloatArray& values, picture::ColourMap colours,
                    float rangeEnd);

// A skeleton, the progress or the error of a cell that is not done.
void drawRunState(QPainter& painter, const QRectF& area, const CellRun& run, bool overResult);

// The map's raw value [row, col] at a place of the picture; nothing outside the grid.
[[nodiscard]] std::optional<double> valueAt(const RunResult& result, const FloatArray& map, const QPointF& fraction);

} // namespace cell_drawing
} // namespace triptych::widgets
