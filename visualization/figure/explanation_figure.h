// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

#include "inference/contract/run_result.h"
#include "visualization/audio/sound_tracks.h"
#include "visualization/picture/colour_map.h"
#include "visualization/picture/outline.h"

class QPainter;

namespace triptych::figure {

struct HeatLayer {
    FloatArray map; // [row, col], [word] or [frame]
    float rangeEnd = 0;
    QString legend; // raw figures in words
};

// A finished explanation as it goes on a page. Borrows the result while it is drawn.
struct ExplanationFigure {
    const RunResult* result = nullptr;
    QString title;      // what looks at what
    QString provenance; // model, method, target, for the last line
    HeatLayer image, text, audio;
    picture::ColourMap colours = picture::ColourMap::Magma;
    float opacity = 0.72F;
    bool showGrid = false;
    std::vector<picture::Outline> outline;
    std::vector<int> litWords;
    std::optional<std::pair<double, double>> litMs;
    std::vector<plot::SpokenWord> spokenWords;
    plot::SoundNames soundNames;
};

struct FigureColours {
    QColor page, ink, label, line;
    QColor text, textSoft, audio;
    plot::SoundColours sound;
};

// What the sample lacks takes no room. `size` in px at 100 %.
void paintFigure(QPainter& painter, const ExplanationFigure& figure, const QSizeF& size, const QFont& font,
                 const FigureColours& colours);
// The image has size * scale pixels.
[[nodiscard]] QImage drawFigure(const ExplanationFigure& figure, const QSize& size, double scale, const QFont& font,
                                const FigureColours& colours);

} // namespace triptych::figure
