// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <memory>

#include "visualization/scene/map_camera.h"
#include "visualization/scene/point_cloud.h"

class vtkRenderer;

namespace triptych::scene {

// VTK's pipelines for a cloud of points; needs no window.
class PointCloudScene {
public:
    // Shown while moving where the cloud has more points: what software rendering draws fast enough.
    static constexpr std::size_t mostWhileMoving = 50'000;

    PointCloudScene();
    ~PointCloudScene();

    void setCloud(const PointCloud& cloud);
    // `pointPixels`: the width of a mark in the middle of the cloud.
    void setCamera(const MapCamera& camera, const QSizeF& view, double pointPixels);
    void setMoving(bool moving);

    [[nodiscard]] vtkRenderer* renderer() const;
    // Of the set that is drawn now.
    [[nodiscard]] std::size_t shownPoints() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace triptych::scene
