// SPDX-License-Identifier: GPL-3.0-or-later
// Frame times of the map of points on this display, as a Markdown table: while it turns, and until every point is
// drawn. Run under a display with OpenGL: xvfb-run -s "-screen 0 1920x1200x24" build/release/bin/triptych-map-bench
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTextStream>
#include <algorithm>
#include <random>
#include <sys/resource.h>
#include <vector>

#include "visualization/scene/point_cloud_scene.h"
#include "widgets/vtk/gl_support.h"
#include "widgets/vtk/vtk_view.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr int turningFrames = 40;

scene::PointCloud randomCloud(std::size_t count) {
    std::mt19937 random(5);
    std::normal_distribution<float> place(0, 0.5F);
    scene::PointCloud cloud;
    for (std::size_t i = 0; i < count; ++i) {
        cloud.points.emplace_back(place(random), place(random), place(random));
        cloud.modalities.push_back(allModalities[i % allModalities.size()]);
        cloud.colours.push_back(qRgb(0, 114, 178));
    }
    return cloud;
}

double peakMiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void measure(QTextStream& out, std::size_t count) {
    VtkView view;
    view.resize(900, 700);
    QElapsedTimer watch;
    watch.start();
    view.setCloud(randomCloud(count));
    scene::MapCamera camera;
    camera.fit({0, 0, 0}, 1.5F, view.size());
    const double mark = scene::markPixels(count);
    view.setCamera(camera, mark, false);
    view.show();
    (void)QTest::qWaitForWindowExposed(&view);
    (void)QTest::qWaitFor([&] { return view.isWhole(); }, 120'000);
    std::vector<double> frames;
    for (int i = 0; i < turningFrames; ++i) {
        camera.turn({4, 1});
        watch.restart();
        view.setCamera(camera, mark, true);
        (void)view.grabFramebuffer();
        frames.push_back(static_cast<double>(watch.nsecsElapsed()) * 1e-6);
    }
    std::ranges::sort(frames);
    const std::size_t moving = view.shownPoints();
    QTest::qWait(260); // the pause after which the rest is drawn
    watch.restart();
    (void)QTest::qWaitFor([&] { return view.isWhole(); }, 120'000);
    out << "| " << count << " | " << moving << " | " << qRound(frames[frames.size() / 2]) << " | "
        << qRound(frames[frames.size() * 9 / 10]) << " | " << qRound(static_cast<double>(watch.elapsed())) << " | "
        << qRound(peakMiB()) << " |\n";
    out.flush();
}

} // namespace

int main(int argc, char** argv) {
    prepareForGl();
    QApplication application(argc, argv);
    QTextStream out(stdout);
    if (!hasGl()) {
        out << "This display gives no OpenGL 3.2 core context.\n";
        return 1;
    }
    out << (hasGpuGl() ? "A GPU draws.\n\n" : "The CPU draws.\n\n");
    out << "| points | drawn while turning | ms a frame, median | ms a frame, 90 % | ms until all are drawn | peak MiB "
           "|\n"
           "|---|---|---|---|---|---|\n";
    for (const std::size_t count : {10'000U, 100'000U, 1'000'000U})
        measure(out, count);
    return 0;
}
