// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <string>
#include <vector>

#include "visualization/scene/point_cloud.h"
#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// What gives an item its colour: its modality, or the value of a column.
struct MapColouring {
    std::string column; // empty: the modality

    bool operator==(const MapColouring&) const = default;
};

struct ColourGroup {
    QString label;
    QColor colour;
    std::vector<int> items;
};

// Values of the column in order of their frequency; what comes behind the palette's last colour is one group.
[[nodiscard]] std::vector<ColourGroup> colourGroups(const EmbeddingSpace& space, const MapColouring& colouring);

// The cloud in the current theme's colours. Where something is selected, the rest is dimmed.
[[nodiscard]] scene::PointCloud cloudOf(const EmbeddingSpace& space, const std::vector<ColourGroup>& groups,
                                        bool showsPairs);

} // namespace triptych::widgets
