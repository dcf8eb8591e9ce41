// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/vtk/vtk_view.h"

#include <QApplication>
#include <QTest>
#include <random>

#include "visualization/scene/point_cloud_scene.h"
#include "widgets/vtk/gl_support.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr QRgb ground = qRgb(255, 255, 255);

scene::PointCloud randomCloud(std::size_t count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> place(-1, 1);
    scene::PointCloud cloud;
    for (std::size_t i = 0; i < count; ++i) {
        cloud.points.emplace_back(place(random), place(random), place(random));
        cloud.modalities.push_back(allModalities[i % allModalities.size()]);
        cloud.colours.push_back(qRgb(0, 114, 178));
    }
    cloud.background = ground;
    return cloud;
}

double inkedShare(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) != ground;
    return static_cast<double>(count) / (image.width() * image.height());
}

scene::MapCamera cameraFor(const VtkView& view) {
    scene::MapCamera camera;
    camera.fit({0, 0, 0}, 1.8F, view.size());
    return camera;
}

std::size_t mostPerSlice() {
    return scene::PointCloudScene::mostPerSlice(VtkView::rasteriser());
}

} // namespace

class VtkViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (hasGl())
            return;
        QVERIFY2(!qEnvironmentVariableIsSet("TRIPTYCH_NEEDS_GL"), "This display was to have OpenGL.");
        QSKIP("This display gives no OpenGL 3.2 core context.");
    }

    void aLargeCloudAppearsInSlices() {
        VtkView view;
        view.resize(480, 360);
        view.setCloud(randomCloud(4 * mostPerSlice()));
        view.setCamera(cameraFor(view), 1.5, false);
        QVERIFY(!view.isWhole());
        const double first = inkedShare(view.grabFramebuffer());
        QCOMPARE(view.glError(), 0U);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.isWhole(), 20'000);
        QCOMPARE(view.shownPoints(), 4 * mostPerSlice());
        const double whole = inkedShare(view.grabFramebuffer());
        QCOMPARE(view.glError(), 0U);
        QVERIFY2(first > 0.05 && whole > 1.3 * first, qPrintable(QStringLiteral("%1 %2").arg(first).arg(whole)));
    }

    void whileSomethingMovesTheFirstSliceIsEnough() {
        VtkView view;
        view.resize(480, 360);
        view.setCloud(randomCloud(3 * mostPerSlice()));
        view.setCamera(cameraFor(view), 1.5, false);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.isWhole(), 20'000);
        scene::MapCamera camera = cameraFor(view);
        for (int step = 0; step < 5; ++step) {
            camera.turn({8, 3});
            view.setCamera(camera, 1.5, true);
            QCoreApplication::processEvents();
            QVERIFY(view.shownPoints() <= mostPerSlice());
        }
        QTRY_VERIFY_WITH_TIMEOUT(view.isWhole(), 20'000);
    }
};

int main(int argc, char** argv) {
    prepareForGl();
    QApplication application(argc, argv);
    VtkViewTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "vtk_view_test.moc"
