// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/vtk/vtk_view.h"

#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QPointer>
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#include "visualization/scene/point_cloud_scene.h"
#include "widgets/vtk/gl_support.h"

namespace triptych::widgets {
namespace {

constexpr int stillMs = 250;

} // namespace

struct VtkView::Vtk {
    scene::PointCloudScene scene{VtkView::rasteriser()};
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkCallbackCommand> events;
    // The context and surface of initializeGL. VTK asks for them while it renders, where QOpenGLWidget::makeCurrent
    // would bind Qt's frame buffer behind the state that VTK keeps.
    QPointer<QOpenGLContext> context;
    QSurface* surface = nullptr;
    QMetaObject::Connection contextGoes;
    bool isPainting = false;

    [[nodiscard]] bool isCurrent() const { return context && QOpenGLContext::currentContext() == context; }

    static void onEvent(vtkObject*, unsigned long event, void* client, void* data) {
        auto& view = *static_cast<VtkView*>(client);
        Vtk& vtk = *view.m_vtk;
        if (event == vtkCommand::WindowMakeCurrentEvent && vtk.context && !vtk.isCurrent())
            vtk.context->makeCurrent(vtk.surface);
        else if (event == vtkCommand::WindowIsCurrentEvent)
            *static_cast<bool*>(data) = vtk.isCurrent();
        else if (event == vtkCommand::WindowFrameEvent && !vtk.isPainting)
            view.update();
    }
};

VtkView::VtkView(QWidget* parent)
    : QOpenGLWidget(parent)
    , m_vtk(std::make_unique<Vtk>()) {
    setUpdateBehavior(QOpenGLWidget::NoPartialUpdate);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    vtkGenericOpenGLRenderWindow* window = m_vtk->window;
    window->SetReadyForRendering(false);
    window->SetFrameBlitModeToNoBlit();
    window->SetUseOffScreenBuffers(false);
    // Multisampling costs a software renderer three times the frame.
    window->SetMultiSamples(0);
    window->AddRenderer(m_vtk->scene.renderer());
    m_vtk->events->SetClientData(this);
    m_vtk->events->SetCallback(&Vtk::onEvent);
    for (const auto event :
         {vtkCommand::WindowMakeCurrentEvent, vtkCommand::WindowIsCurrentEvent, vtkCommand::WindowFrameEvent})
        window->AddObserver(event, m_vtk->events);
    m_still.setSingleShot(true);
    m_still.setInterval(stillMs);
    connect(&m_still, &QTimer::timeout, this, &VtkView::drawStill);
    m_next.setSingleShot(true);
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &VtkView::drawNextSlice);
    connect(this, &QOpenGLWidget::resized, this, &VtkView::onResized);
}

VtkView::~VtkView() {
    // Before the members die that the slot would use.
    disconnect(m_vtk->contextGoes);
    dropContext();
    m_vtk->window->RemoveObserver(m_vtk->events);
}

void VtkView::setCloud(const scene::PointCloud& cloud) {
    m_vtk->scene.setCloud(cloud);
    applyCamera();
}

void VtkView::setCamera(const scene::MapCamera& camera, double pointPixels, bool moving) {
    m_camera = camera;
    m_pointPixels = pointPixels;
    m_vtk->scene.setMoving(moving);
    if (moving)
        m_still.start();
    applyCamera();
}

void VtkView::applyCamera() {
    m_vtk->scene.setCamera(m_camera, m_pointPixels * devicePixelRatioF());
    drawFromTheFirstSlice();
}

void VtkView::drawFromTheFirstSlice() {
    m_next.stop();
    m_slice = 0;
    m_vtk->scene.showSlice(0);
    update();
}

void VtkView::drawStill() {
    m_vtk->scene.setMoving(false);
    drawFromTheFirstSlice();
}

void VtkView::drawNextSlice() {
    if (isWhole())
        return;
    m_vtk->scene.showSlice(++m_slice);
    update();
}

scene::Rasteriser VtkView::rasteriser() {
    return hasGpuGl() ? scene::Rasteriser::Gpu : scene::Rasteriser::Cpu;
}

std::size_t VtkView::shownPoints() const {
    return m_vtk->scene.shownPoints();
}

bool VtkView::isWhole() const {
    return m_slice + 1 >= m_vtk->scene.slices() && !m_vtk->scene.isMoving();
}

void VtkView::initializeGL() {
    // Comes again with another context when the view moves to another window.
    dropContext();
    m_vtk->context = context();
    m_vtk->surface = context()->surface();
    m_vtk->contextGoes = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &VtkView::dropContext);
    vtkGenericOpenGLRenderWindow* window = m_vtk->window;
    window->SetForceMaximumHardwareLineWidth(1);
    window->SetReadyForRendering(true);
    window->SetOwnContext(0);
    window->OpenGLInitContext();
    onResized();
}

void VtkView::dropContext() {
    if (!m_vtk->context)
        return;
    disconnect(m_vtk->contextGoes);
    makeCurrent();
    m_vtk->window->Finalize();
    m_vtk->window->SetReadyForRendering(false);
    m_vtk->context = nullptr;
    m_vtk->surface = nullptr;
}

void VtkView::onResized() {
    const double ratio = devicePixelRatioF();
    m_vtk->window->SetSize(qRound(width() * ratio), qRound(height() * ratio));
    m_vtk->window->SetDPI(qRound(72 * ratio));
    applyCamera();
}

void VtkView::paintGL() {
    if (m_vtk->isPainting)
        return;
    m_vtk->isPainting = true;
    vtkGenericOpenGLRenderWindow* window = m_vtk->window;
    vtkOpenGLState* state = window->GetState();
    QOpenGLFunctions* gl = context()->functions();
    state->Reset();
    state->Push();
    state->vtkglDepthFunc(GL_LEQUAL); // Qt leaves GL_LESS
    gl->glEnable(GL_PROGRAM_POINT_SIZE);
    window->Render();
    gl->glDisable(GL_PROGRAM_POINT_SIZE);
    makeCurrent(); // progress events of VTK may have changed it
    state->Pop();

    // The buffer's name changes with every resize.
    state->vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    const GLenum buffer = GL_COLOR_ATTACHMENT0;
    context()->extraFunctions()->glDrawBuffers(1, &buffer);
    state->vtkglDisable(GL_SCISSOR_TEST);
    gl->glDisable(GL_SCISSOR_TEST);
    const int* size = window->GetSize();
    window->BlitDisplayFramebuffer(0, 0, 0, size[0], size[1], 0, 0, size[0], size[1], GL_COLOR_BUFFER_BIT, GL_NEAREST);
    // Mesa blends with what is behind where alpha is not 1.
    gl->glColorMask(false, false, false, true);
    gl->glClearColor(0, 0, 0, 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(true, true, true, true);
    m_glError = gl->glGetError();
    m_vtk->isPainting = false;
    if (!m_still.isActive() && !isWhole())
        m_next.start();
}

} // namespace triptych::widgets
