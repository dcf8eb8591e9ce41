// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "visualization/scene/map_camera.h"
#include "visualization/scene/point_cloud.h"

class vtkRenderer;

namespace triptych::scene {

// VTK's pipelines for a cloud of points; needs no window. A large cloud is drawn in slices, each spread over all of it,
// so that no frame takes long. Whoever renders enables GL_PROGRAM_POINT_SIZE.
class PointCloudScene {
public:
    // What is drawn fast enough to move.
    [[nodiscard]] static constexpr std::size_t mostPerSlice(Rasteriser rasteriser) {
        return rasteriser == Rasteriser::Gpu ? 1'000'000 : 50'000;
    }

    explicit PointCloudScene(Rasteriser rasteriser);
    ~PointCloudScene();

    void setCloud(const PointCloud& cloud);
    // `markPixels`: the width of a mark in the middle of the cloud, in device pixels.
    void setCamera(const MapCamera& camera, double markPixels);
    void setMoving(bool moving);
    [[nodiscard]] bool isMoving() const;
    [[nodiscard]] std::size_t slices() const; // at least one
    // What the next frame draws: the first slice begins the picture, every other one adds to it.
    void showSlice(std::size_t slice);

    [[nodiscard]] vtkRenderer* renderer() const;
    // In the picture once the slice is drawn.
    [[nodiscard]] std::size_t shownPoints() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace triptych::scene
