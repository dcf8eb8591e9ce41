// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/scene/point_cloud_scene.h"

#include <algorithm>
#include <array>
#include <vector>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

namespace triptych::scene {
namespace {

// A mark is one point of OpenGL, which costs a software renderer half of what a triangle from a geometry shader does;
// its shape is cut out of the point's square. Sizes fall with the distance: `markScale` is the width at distance 1, in
// device pixels.
constexpr const char* markSize = "//VTK::PositionVC::Impl\n"
                                 "  gl_PointSize = markScale / gl_Position.w;\n";

// `at` runs from -1 to 1, its second axis downwards. Areas are about equal.
const char* shapeOf(Modality modality) {
    switch (modality) {
    case Modality::Image:
        return "//VTK::Color::Impl\n"
               "  vec2 at = 2.0 * gl_PointCoord - 1.0;\n"
               "  if (max(abs(at.x), abs(at.y)) > 0.88) discard;\n";
    case Modality::Text:
        return "//VTK::Color::Impl\n"
               "  vec2 at = 2.0 * gl_PointCoord - 1.0;\n"
               "  if (dot(at, at) > 1.0) discard;\n";
    case Modality::Audio:
        return "//VTK::Color::Impl\n"
               "  vec2 at = 2.0 * gl_PointCoord - 1.0;\n"
               "  if (at.y > 0.75 || abs(at.x) > (1.15 + at.y) * 0.58) discard;\n";
    }
    return "";
}

// Every `stride`-th point, the first one being `begin`.
vtkSmartPointer<vtkPolyData> marksOf(const PointCloud& cloud, Modality modality, std::size_t begin,
                                     std::size_t stride) {
    vtkNew<vtkPoints> points;
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(3);
    colours->SetName("colours");
    for (std::size_t i = begin; i < cloud.points.size(); i += stride) {
        if (cloud.modalities[i] != modality)
            continue;
        const QVector3D& at = cloud.points[i];
        points->InsertNextPoint(static_cast<double>(at.x()), static_cast<double>(at.y()), static_cast<double>(at.z()));
        const QRgb colour = cloud.colours[i];
        const std::array rgb{static_cast<unsigned char>(qRed(colour)), static_cast<unsigned char>(qGreen(colour)),
                             static_cast<unsigned char>(qBlue(colour))};
        colours->InsertNextTypedTuple(rgb.data());
    }
    vtkNew<vtkCellArray> cell;
    if (points->GetNumberOfPoints() > 0)
        cell->InsertNextCell(static_cast<int>(points->GetNumberOfPoints()));
    for (vtkIdType i = 0; i < points->GetNumberOfPoints(); ++i)
        cell->InsertCellPoint(i);
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->SetVerts(cell);
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

// Without a GPU more marks than these are plain squares while they move: cutting out shapes costs a third of a frame.
constexpr std::size_t mostShapedMoving = 20'000;

} // namespace

// Of one modality.
struct Marks {
    std::vector<vtkSmartPointer<vtkPolyData>> slices;
    vtkNew<vtkPolyDataMapper> mapper;
    vtkNew<vtkActor> actor;
};

struct PointCloudScene::Parts {
    vtkNew<vtkRenderer> renderer;
    std::array<Marks, allModalities.size()> marks;
    vtkNew<vtkPolyDataMapper> lineMapper;
    vtkNew<vtkActor> lineActor;
    Rasteriser rasteriser = Rasteriser::Cpu;
    std::size_t slices = 1;
    std::size_t shown = 0;
    std::size_t count = 0; // points of the cloud
    bool isMoving = false;
    bool hasShapes = false;

    void setShapes(bool shown) {
        if (shown == hasShapes)
            return;
        hasShapes = shown;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            vtkShaderProperty* shaders = marks[i].actor->GetShaderProperty();
            shaders->ClearAllFragmentShaderReplacements();
            if (shown)
                shaders->AddFragmentShaderReplacement("//VTK::Color::Impl", true, shapeOf(allModalities[i]), false);
        }
    }
    void chooseShapes() { setShapes(!isMoving || rasteriser == Rasteriser::Gpu || count <= mostShapedMoving); }
};

PointCloudScene::PointCloudScene(Rasteriser rasteriser)
    : m_parts(std::make_unique<Parts>()) {
    m_parts->rasteriser = rasteriser;
    m_parts->lineActor->SetMapper(m_parts->lineMapper);
    m_parts->lineActor->GetProperty()->SetLighting(false);
    m_parts->renderer->AddActor(m_parts->lineActor);
    for (Marks& marks : m_parts->marks) {
        marks.mapper->SetColorModeToDirectScalars();
        marks.actor->SetMapper(marks.mapper);
        marks.actor->GetShaderProperty()->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true, markSize, false);
        marks.actor->GetProperty()->SetLighting(false);
        m_parts->renderer->AddActor(marks.actor);
    }
    setCloud({});
}

PointCloudScene::~PointCloudScene() = default;

void PointCloudScene::setCloud(const PointCloud& cloud) {
    m_parts->slices = std::max<std::size_t>(1, strideFor(cloud.points.size(), mostPerSlice(m_parts->rasteriser)));
    for (std::size_t i = 0; i < m_parts->marks.size(); ++i) {
        m_parts->marks[i].slices.clear();
        for (std::size_t slice = 0; slice < m_parts->slices; ++slice)
            m_parts->marks[i].slices.push_back(marksOf(cloud, allModalities[i], slice, m_parts->slices));
    }
    m_parts->count = cloud.points.size();
    m_parts->chooseShapes();
    showSlice(0);
    m_parts->lineMapper->SetInputData(linesOf(cloud));
    const QColor line = QColor::fromRgb(cloud.lineColour);
    m_parts->lineActor->GetProperty()->SetColor(line.redF(), line.greenF(), line.blueF());
    const QColor ground = QColor::fromRgb(cloud.background);
    m_parts->renderer->SetBackground(ground.redF(), ground.greenF(), ground.blueF());
}

void PointCloudScene::setCamera(const MapCamera& camera, double markPixels) {
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
    const auto scale = static_cast<float>(markPixels * camera.distance());
    for (Marks& marks : m_parts->marks)
        marks.actor->GetShaderProperty()->GetVertexCustomUniforms()->SetUniformf("markScale", scale);
}

void PointCloudScene::setMoving(bool moving) {
    m_parts->isMoving = moving;
    m_parts->chooseShapes();
}

bool PointCloudScene::isMoving() const {
    return m_parts->isMoving;
}

std::size_t PointCloudScene::slices() const {
    return m_parts->slices;
}

void PointCloudScene::showSlice(std::size_t slice) {
    m_parts->shown = slice;
    for (Marks& marks : m_parts->marks)
        marks.mapper->SetInputData(marks.slices[slice]);
    m_parts->lineActor->SetVisibility(slice == 0);
    m_parts->renderer->SetPreserveColorBuffer(slice > 0);
    m_parts->renderer->SetPreserveDepthBuffer(slice > 0);
}

vtkRenderer* PointCloudScene::renderer() const {
    return m_parts->renderer;
}

std::size_t PointCloudScene::shownPoints() const {
    std::size_t count = 0;
    for (const Marks& marks : m_parts->marks)
        for (std::size_t slice = 0; slice <= m_parts->shown; ++slice)
            count += static_cast<std::size_t>(marks.slices[slice]->GetNumberOfPoints());
    return count;
}

} // namespace triptych::scene
