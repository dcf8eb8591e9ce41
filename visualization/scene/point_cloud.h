// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QVector3D>
#include <vector>

#include "inference/contract/modality.h"

namespace triptych::scene {

// Who turns points into pixels.
enum class Rasteriser { Cpu, Gpu };

// Points to be drawn; shape says the modality: square image, circle text, triangle audio.
struct PointCloud {
    std::vector<QVector3D> points;
    std::vector<Modality> modalities;       // of each point
    std::vector<QRgb> colours;              // of each point
    std::vector<std::pair<int, int>> lines; // between points
    QRgb lineColour = qRgb(180, 180, 180);
    QRgb background = qRgb(255, 255, 255);
};

// The width of a mark in px: the more points, the smaller.
[[nodiscard]] inline double markPixels(std::size_t count) {
    return count <= 500 ? 9 : count <= 5000 ? 7 : count <= 50'000 ? 5 : 3;
}

// Every n-th point, so that at most `most` remain.
[[nodiscard]] inline std::size_t strideFor(std::size_t count, std::size_t most) {
    return most == 0 ? 1 : (count + most - 1) / most;
}

} // namespace triptych::scene
