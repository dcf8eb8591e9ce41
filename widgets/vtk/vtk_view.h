// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QOpenGLWidget>
#include <QTimer>
#include <memory>

#include "visualization/scene/map_camera.h"
#include "visualization/scene/point_cloud.h"

namespace triptych::widgets {

// Draws a cloud of points by VTK. Takes no input: what lies above it does, and says where the camera is.
class VtkView : public QOpenGLWidget {
    Q_OBJECT

public:
    explicit VtkView(QWidget* parent = nullptr);
    ~VtkView() override;

    void setCloud(const scene::PointCloud& cloud);
    // `moving`: until nothing has moved for a moment, only the first slice of a large cloud is drawn, and without a GPU
    // its marks are squares. The others follow frame by frame.
    void setCamera(const scene::MapCamera& camera, double pointPixels, bool moving);

    // Of this display.
    [[nodiscard]] static scene::Rasteriser rasteriser();

    // Of the frame that was drawn last; 0 where all went well.
    [[nodiscard]] unsigned int glError() const { return m_glError; }
    [[nodiscard]] std::size_t shownPoints() const;
    // Whether every point is in the picture.
    [[nodiscard]] bool isWhole() const;

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    struct Vtk;

    void dropContext();
    void onResized();
    void applyCamera();
    void drawFromTheFirstSlice();
    void drawStill();
    void drawNextSlice();

    std::unique_ptr<Vtk> m_vtk;
    scene::MapCamera m_camera;
    double m_pointPixels = 7;
    QTimer m_still; // runs while something moves
    QTimer m_next;  // to the next slice
    std::size_t m_slice = 0;
    unsigned int m_glError = 0;
};

} // namespace triptych::widgets
