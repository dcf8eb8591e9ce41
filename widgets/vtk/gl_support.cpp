// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/vtk/gl_support.h"

#include <QCoreApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSurfaceFormat>
#include <algorithm>
#include <array>

namespace triptych::widgets {
namespace {

struct Gl {
    bool isUsable = false;
    bool isGpu = false;
};

// As drivers that draw on the CPU name themselves: Mesa's, Google's and Microsoft's.
bool drawsOnCpu(const QByteArray& renderer) {
    const QByteArray name = renderer.toLower();
    return std::ranges::any_of(std::array{"llvmpipe", "softpipe", "swrast", "software", "swiftshader", "basic render"},
                               [&](const char* part) { return name.contains(part); });
}

Gl probe() {
    QOpenGLContext context;
    if (!context.create())
        return {};
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!surface.isValid() || !context.makeCurrent(&surface))
        return {};
    const auto* renderer = reinterpret_cast<const char*>(context.functions()->glGetString(GL_RENDERER));
    const bool isGpu = renderer != nullptr && !drawsOnCpu(renderer);
    context.doneCurrent();
    return {context.format().version() >= qMakePair(3, 2), isGpu};
}

const Gl& gl() {
    static const Gl found = probe();
    return found;
}

} // namespace

void prepareForGl() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setRedBufferSize(8);
    format.setGreenBufferSize(8);
    format.setBlueBufferSize(8);
    format.setAlphaBufferSize(8);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(0);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
}

bool hasGl() {
    return gl().isUsable;
}

bool hasGpuGl() {
    return gl().isUsable && gl().isGpu;
}

} // namespace triptych::widgets
