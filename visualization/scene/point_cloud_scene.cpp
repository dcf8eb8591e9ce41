// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/scene/point_cloud_scene.h"

#include <array>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPointGaussianMapper.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

namespace triptych::scene {
namespace {

// Marks are cut out of a triangle in the fragment shader; |offset| is 1 at a circle's edge. Areas are about equal.
const char* splatOf(Modality modality) {
    switch (modality) {
    case Modality::Image:
        return "//VTK::Color::Impl\n"
               "if (max(abs(offsetVCVSOutput.x), abs(offsetVCVSOutput.y)) > 0.88) discard;\n";
    case Modality::Text:
        return "//VTK::Color::Impl\n"
               "if (dot(offsetVCVSOutput.xy, offsetVCVSOutput.xy) > 1.0) discard;\n";
    case Modality::Audio:
        return "//VTK::Color::Impl\n"
               "if (offsetVCVSOutput.y < -0.75 ||\n"
               "    abs(offsetVCVSOutput.x) > (1.15 - offsetVCVSOutput.y) * 0.58) discard;\n";
    }
    return "";
}

vtkSmartPointer<vtkPolyData> marksOf(const PointCloud& cloud, Modality modality, std::size_t stride) {
    vtkNew<vtkPoints> points;
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(3);
    colours->SetName("colours");
    for (std::size_t i = 0; i < cloud.points.size(); i += stride) {
        if (cloud.modalities[i] != modality)
            continue;
        const QVector3D& at = cloud.points[i];
        points->InsertNextPoint(static_cast<double>(at.x()), static_cast<double>(at.y()), static_cast<double>(at.z()));
        const QRgb colour = cloud.colours[i];
        const std::array rgb{static_cast<unsigned char>(qRed(colour)), static_cast<unsigned char>(qGreen(colour)),
                             static_cast<unsigned char>(qBlue(colour))};
        colours->InsertNextTypedTuple(rgb.data());
    }
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->GetPointData()->SetScalars(colours);
    return data;
}

vtkSmartPointer<vtkPolyData> linesOf(const PointCloud& cloud) {
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> cells;
    for (const auto& [from, to] : cloud.lines) {
        std::array<vtkIdType, 2> ends{};
        for (std::size_t end = 0; end < 2; ++end) {
            const QVector3D& at = cloud.points[static_cast<std::size_t>(end == 0 ? from : to)];
            ends[end] = points->InsertNextPoint(static_cast<double>(at.x()), static_cast<double>(at.y()),
                                                static_cast<double>(at.z()));
        }
        cells->InsertNextCell(2, ends.data());
    }
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->SetLines(cells);
    return data;
}

struct Marks {
    vtkSmartPointer<vtkPolyData> all;
    vtkSmartPointer<vtkPolyData> whileMoving;
    vtkNew<vtkPointGaussianMapper> mapper;
    vtkNew<vtkActor> actor;
};

} // namespace

struct PointCloudScene::Parts {
    vtkNew<vtkRenderer> renderer;
    std::array<Marks, allModalities.size()> marks;
    vtkNew<vtkPolyDataMapper> lineMapper;
    vtkNew<vtkActor> lineActor;
    bool moving = false;

    void choose() {
        for (Marks& one : marks)
            one.mapper->SetInputData(moving ? one.whileMoving : one.all);
    }
};

PointCloudScene::PointCloudScene()
    : m_parts(std::make_unique<Parts>()) {
    m_parts->lineActor->SetMapper(m_parts->lineMapper);
    m_parts->lineActor->GetProperty()->SetLighting(false);
    m_parts->renderer->AddActor(m_parts->lineActor);
    for (std::size_t i = 0; i < m_parts->marks.size(); ++i) {
        Marks& marks = m_parts->marks[i];
        marks.mapper->SetSplatShaderCode(splatOf(allModalities[i]));
        marks.mapper->SetTriangleScale(2.5F);
        marks.mapper->EmissiveOff();
        marks.mapper->SetColorModeToDirectScalars();
        marks.actor->SetMapper(marks.mapper);
        marks.actor->GetProperty()->SetLighting(false);
        m_parts->renderer->AddActor(marks.actor);
    }
    setCloud({});
}

PointCloudScene::~PointCloudScene() = default;

void PointCloudScene::setCloud(const PointCloud& cloud) {
    const std::size_t stride = strideFor(cloud.points.size(), mostWhileMoving);
    for (std::size_t i = 0; i < m_parts->marks.size(); ++i) {
        Marks& marks = m_parts->marks[i];
        marks.all = marksOf(cloud, allModalities[i], 1);
        marks.whileMoving = stride == 1 ? marks.all : marksOf(cloud, allModalities[i], stride);
    }
    m_parts->choose();
    m_parts->lineMapper->SetInputData(linesOf(cloud));
    const QColor line = QColor::fromRgb(cloud.lineColour);
    m_parts->lineActor->GetProperty()->SetColor(line.redF(), line.greenF(), line.blueF());
    const QColor ground = QColor::fromRgb(cloud.background);
    m_parts->renderer->SetBackground(ground.redF(), ground.greenF(), ground.blueF());
}

void PointCloudScene::setCamera(const MapCamera& camera, const QSizeF& view, double pointPixels) {
    vtkCamera* seen = m_parts->renderer->GetActiveCamera();
    const QVector3D eye = camera.eye();
    const QVector3D up = camera.up();
    const QVector3D& centre = camera.centre();
    const auto wide = [](float value) { return static_cast<double>(value); };
    seen->SetPosition(wide(eye.x()), wide(eye.y()), wide(eye.z()));
    seen->SetFocalPoint(wide(centre.x()), wide(centre.y()), wide(centre.z()));
    seen->SetViewUp(wide(up.x()), wide(up.y()), wide(up.z()));
    seen->SetViewAngle(MapCamera::viewAngleDegrees);
    m_parts->renderer->ResetCameraClippingRange();
    const double radius = pointPixels / 2 / camera.pixelsPerUnit(camera.distance(), view);
    for (Marks& marks : m_parts->marks)
        marks.mapper->SetScaleFactor(radius);
}

void PointCloudScene::setMoving(bool moving) {
    m_parts->moving = moving;
    m_parts->choose();
}

vtkRenderer* PointCloudScene::renderer() const {
    return m_parts->renderer;
}

std::size_t PointCloudScene::shownPoints() const {
    std::size_t count = 0;
    for (const Marks& marks : m_parts->marks)
        count += static_cast<std::size_t>(marks.mapper->GetInput()->GetNumberOfPoints());
    return count;
}

} // namespace triptych::scene
