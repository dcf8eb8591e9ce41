// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the map beside its points.
#pragma once

#include <QRect>

#include "widgets/space/map_look.h"
#include "widgets/space/retrieval.h"
#include "widgets/space/thumbnail_cache.h"

class QPainter;

namespace triptych::widgets::cards {

struct LegendParts {
    bool byModality = true;
    bool hasQuery = false;
    bool hasShownSample = false;
    bool hasPairs = false;
};
void drawLegend(QPainter& painter, const QRect& map, const std::vector<ColourGroup>& groups, const LegendParts& parts);
// Trustworthiness, neighbours kept, the gap between modalities. The size is empty where nothing is known yet.
[[nodiscard]] QSize qualitySize(const EmbeddingSpace& space);
void drawQuality(QPainter& painter, const QRect& box, const EmbeddingSpace& space);
void drawPaintedNote(QPainter& painter, const QRect& map);
// The card of an item near its point.
void drawItem(QPainter& painter, const QRect& map, const QPointF& at, const EmbeddingSpace& space,
              const Retrieval& retrieval, int item, ThumbnailCache& thumbnails);

// "image" or the words of a text, for cards and tables.
[[nodiscard]] QString titleOf(const EmbeddingSpace::Item& item);

} // namespace triptych::widgets::cards
