// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "inference/contract/media.h"
#include "visualization/picture/pixels.h"

namespace triptych::picture {

struct Curve {
    std::string label;     // ASCII
    std::vector<double> x; // as many as y, ascending
    std::vector<double> y; // a value that is not finite breaks the line
};

struct CurvePlot {
    std::string title; // ASCII, as all words here
    std::string xLabel;
    std::string yLabel;
    std::vector<Curve> curves;
    // Taken from the curves where absent.
    std::optional<std::pair<double, double>> yRange;
};

// Ticks at 1, 2 or 5 times a power of ten that lie inside [low, high], about `count` of them.
[[nodiscard]] std::vector<double> niceTicks(double low, double high, int count);

// Axes, ticks, grid, lines and a legend on white. Width and height in pixels, at least 160 x 120.
[[nodiscard]] Picture drawCurves(const CurvePlot& plot, int width, int height);

} // namespace triptych::picture
