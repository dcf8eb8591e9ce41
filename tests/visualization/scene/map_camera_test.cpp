// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/scene/map_camera.h"

#include <QTest>

#include "visualization/scene/point_cloud_scene.h"

using triptych::Modality;
using namespace triptych::scene;

namespace {

const QSizeF view(800, 600);

bool near(const QPointF& a, const QPointF& b) {
    return (a - b).manhattanLength() < 0.5;
}

PointCloud cloudOf(std::size_t count) {
    PointCloud cloud;
    cloud.points.resize(count);
    cloud.modalities.assign(count, Modality::Text);
    cloud.colours.assign(count, 0xFF0072B2);
    return cloud;
}

} // namespace

class MapCameraTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitSeesTheWholeBall() {
        MapCamera camera;
        camera.fit({1, 2, 0}, 5, view);
        QVERIFY(near(camera.see({1, 2, 0}, view).at, {400, 300}));
        QVERIFY(near(camera.see({1, 7, 0}, view).at, {400, 0}));
        QVERIFY(near(camera.see({1, -3, 0}, view).at, {400, 600}));
        // A narrow view is filled by its width.
        camera.fit({0, 0, 0}, 5, {300, 600});
        QVERIFY(near(camera.see({5, 0, 0}, {300, 600}).at, {300, 300}));
    }

    void zoomKeepsWhatLiesUnderTheCursor() {
        MapCamera camera;
        camera.fit({0, 0, 0}, 5, view);
        const QVector3D point(2, -1, 0);
        const QPointF before = camera.see(point, view).at;
        camera.zoom(2.5, before, view);
        QVERIFY(near(camera.see(point, view).at, before));
        QVERIFY(camera.pixelsPerUnit(camera.distance(), view) > 100);
    }

    void panMovesWithTheMouse() {
        MapCamera camera;
        camera.fit({0, 0, 0}, 5, view);
        camera.pan({30, -20}, view);
        QVERIFY(near(camera.see({0, 0, 0}, view).at, {430, 280}));
    }

    void turnKeepsTheCentreAndWhatIsBehindIsSmaller() {
        MapCamera camera;
        camera.fit({0, 0, 0}, 5, view);
        camera.turn({225, 0}); // a quarter of a circle: what was right comes to the front
        QVERIFY(near(camera.see({0, 0, 0}, view).at, {400, 300}));
        const double front = camera.see({-3, 0, 0}, view).depth;
        const double back = camera.see({3, 0, 0}, view).depth;
        QVERIFY(std::abs(std::abs(front - back) - 6) < 1e-3);
        QVERIFY(std::abs(static_cast<double>(camera.eye().length()) - camera.distance()) < 1e-3);
    }

    void slicesShareOutThePoints() {
        const PointCloud cloud = cloudOf(180'000);
        PointCloudScene scene(Rasteriser::Cpu);
        scene.setCloud(cloud);
        QCOMPARE(scene.slices(), std::size_t{4});
        QVERIFY(scene.shownPoints() <= PointCloudScene::mostPerSlice(Rasteriser::Cpu));
        QVERIFY(scene.shownPoints() > PointCloudScene::mostPerSlice(Rasteriser::Cpu) / 2);
        scene.showSlice(3);
        QCOMPARE(scene.shownPoints(), cloud.points.size());
        scene.setCloud({});
        QCOMPARE(scene.slices(), std::size_t{1});
        QCOMPARE(scene.shownPoints(), std::size_t{0});
    }

    void aGpuDrawsAMillionPointsAtOnce() {
        const PointCloud cloud = cloudOf(1'000'000);
        PointCloudScene scene(Rasteriser::Gpu);
        scene.setCloud(cloud);
        scene.setMoving(true);
        QCOMPARE(scene.slices(), std::size_t{1});
        QCOMPARE(scene.shownPoints(), cloud.points.size());
    }
};

QTEST_GUILESS_MAIN(MapCameraTest)
#include "map_camera_test.moc"
