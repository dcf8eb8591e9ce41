// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "inference/contract/media.h"
#include "inference/contract/units.h"
#include "visualization/picture/colour_map.h"
#include "visualization/picture/outline.h"
#include "visualization/picture/pixels.h"

class QPainter;

namespace triptych::plot {

// Deep copies, so that the pictures outlive the result. RGB32 for pictures, premultiplied ARGB32 for pixels.
[[nodiscard]] QImage toImage(const Picture& picture);
[[nodiscard]] QImage toImage(const picture::Pixels& pixels);

// Left to right from the lowest to the highest colour, 256 x 1.
[[nodiscard]] QImage colourRamp(picture::ColourMap map);

// One pixel per cell of a map [row, col] or [unit] (one row); the last colour stands for `rangeEnd`, all is the first
// colour where that is 0.
[[nodiscard]] QImage mapImage(const FloatArray& map, picture::ColourMap colours, float rangeEnd);

// Where the patch grid lies when the whole picture is drawn into `target`.
[[nodiscard]] QRectF gridRect(const PatchGrid& grid, const Picture& picture, const QRectF& target);
[[nodiscard]] QRectF patchRect(const PatchGrid& grid, const QRectF& gridRect, int patch);

// The edge of a set of patches, without the edges between them.
[[nodiscard]] QPainterPath patchesPath(const PatchGrid& grid, const QRectF& gridRect, const std::vector<int>& patches);
[[nodiscard]] QPainterPath outlinePath(const std::vector<picture::Outline>& outlines, const QRectF& gridRect);

// Lines between patches at 13 %.
void drawGrid(QPainter& painter, const PatchGrid& grid, const QRectF& gridRect);
// White with a dark casing, so that it reads on any picture.
void drawOutline(QPainter& painter, const QPainterPath& path, const QColor& line = Qt::white);

} // namespace triptych::plot
