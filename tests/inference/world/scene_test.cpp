// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/scene.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace triptych::world;

namespace {

std::vector<float> numbersOf(const Scene& scene) {
    std::vector<float> numbers{scene.background.angle, scene.background.noise};
    numbers.insert(numbers.end(), scene.background.top.begin(), scene.background.top.end());
    numbers.insert(numbers.end(), scene.background.bottom.begin(), scene.background.bottom.end());
    for (const SceneObject& object : scene.objects) {
        numbers.insert(numbers.end(), {object.x, object.y, object.radius, object.rotation, object.shade});
        numbers.push_back(static_cast<float>(object.shape));
        numbers.push_back(static_cast<float>(object.colour));
        numbers.push_back(static_cast<float>(object.size));
        numbers.push_back(static_cast<float>(object.fill));
    }
    return numbers;
}

// FNV-1a over the numbers in steps of 1/8192, in which scenes are drawn.
std::uint64_t checksum(std::uint64_t firstSeed, int count, const SceneOptions& options) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (int i = 0; i < count; ++i) {
        for (const float number : numbersOf(drawScene(firstSeed + static_cast<std::uint64_t>(i), options))) {
            hash ^= static_cast<std::uint64_t>(static_cast<std::int64_t>(number * 8192.0f));
            hash *= 0x100000001b3ULL;
        }
    }
    return hash;
}

constexpr SceneOptions heldOut{.minObjects = 1, .maxObjects = 5, .split = Split::HeldOut, .unseenPairs = true};

} // namespace

class SceneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedsGiveTheSameScenesOnEveryMachine() {
        QCOMPARE(checksum(0, 200, {}), 15445378826678925300ULL);
        QCOMPARE(checksum(1'000'000, 200, heldOut), 14621702720477970656ULL);
    }

    void drawsTheWantedNumberOfObjects() {
        std::set<std::size_t> counts;
        for (std::uint64_t seed = 0; seed < 300; ++seed)
            counts.insert(drawScene(seed, {.minObjects = 2, .maxObjects = 4}).objects.size());
        QCOMPARE(counts, (std::set<std::size_t>{2, 3, 4}));
    }

    void keepsObjectsInsideAndTheirSizesApart() {
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            for (const SceneObject& object : drawScene(seed, {}).objects) {
                QVERIFY(object.x - object.radius > 0 && object.x + object.radius < 1);
                QVERIFY(object.y - object.radius > 0 && object.y + object.radius < 1);
                QVERIFY(object.size == (object.radius < 0.125f ? SizeKind::Small : SizeKind::Large));
                QVERIFY(object.radius < 0.105f || object.radius > 0.145f);
            }
        }
    }

    void keepsMostOfEveryObjectVisible() {
        constexpr int edge = 96;
        for (std::uint64_t seed = 0; seed < 600; ++seed) {
            const Scene scene = drawScene(seed, {.minObjects = 4, .maxObjects = 5});
            const std::vector<std::uint8_t> mask = renderMask(scene, edge);
            for (std::size_t i = 0; i < scene.objects.size(); ++i) {
                Scene alone = scene;
                alone.objects = {scene.objects[i]};
                const auto whole = std::ranges::count(renderMask(alone, edge), 1);
                const auto visible = std::ranges::count(mask, static_cast<std::uint8_t>(i + 1));
                QVERIFY2(static_cast<double>(visible) >= 0.6 * static_cast<double>(whole),
                         qPrintable(QString::number(seed)));
            }
        }
    }

    void neverShowsUnseenPairsInTraining() {
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            for (const SceneObject& object : drawScene(seed, {}).objects)
                QVERIFY(!isUnseenPair(object.colour, object.shape));
        }
    }

    void showsEveryUnseenPairInHeldOutScenesThatAskForThem() {
        std::set<std::pair<Colour, ShapeKind>> seen;
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            for (const SceneObject& object : drawScene(seed, heldOut).objects) {
                if (isUnseenPair(object.colour, object.shape))
                    seen.emplace(object.colour, object.shape);
            }
        }
        QCOMPARE(seen.size(), std::size_t{4});
    }

    void splitsNeverShareAScene() {
        std::set<std::vector<float>> training;
        std::set<float> trainingAngles;
        for (std::uint64_t seed = 0; seed < 3000; ++seed) {
            const Scene scene = drawScene(seed, {});
            training.insert(numbersOf(scene));
            trainingAngles.insert(scene.background.angle);
        }
        for (std::uint64_t seed = 0; seed < 3000; ++seed) {
            const Scene scene = drawScene(seed, {.split = Split::HeldOut});
            QVERIFY(!training.contains(numbersOf(scene)));
            QVERIFY(!trainingAngles.contains(scene.background.angle));
        }
    }

    void usesEveryKindOfLook() {
        std::array<int, shapeCount> shapes{};
        std::array<int, colourCount> colours{};
        std::array<int, fillCount> fills{};
        int objects = 0;
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            for (const SceneObject& object : drawScene(seed, {}).objects) {
                ++objects;
                ++shapes[static_cast<std::size_t>(object.shape)];
                ++colours[static_cast<std::size_t>(object.colour)];
                ++fills[static_cast<std::size_t>(object.fill)];
            }
        }
        QVERIFY(std::ranges::min(shapes) > objects / 9);
        QVERIFY(std::ranges::min(colours) > objects / 12);
        QVERIFY(std::ranges::min(fills) > objects / 6);
    }
};

QTEST_GUILESS_MAIN(SceneTest)
#include "scene_test.moc"
