// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "inference/training/patch_truth.h"

using namespace triptych;

class PatchTruthTest : public QObject {
    Q_OBJECT

private:
    // A 16 x 16 picture of 2 x 2 patches with one filled rectangle.
    static world::RenderedScene rectangle(int left, int top, int right, int bottom) {
        world::RenderedScene picture;
        picture.edge = 16;
        picture.mask.assign(16 * 16, 0);
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x)
                picture.mask[static_cast<std::size_t>(y * 16 + x)] = 1;
        return picture;
    }

private Q_SLOTS:
    void patchesBelongToWhatFillsThem() {
        const auto truth = training::patchTruth(rectangle(0, 0, 8, 8), 1, 2);
        QCOMPARE(truth.owner, (std::vector<int>{1, 0, 0, 0}));
        QCOMPARE(truth.objectPatches, (std::vector<std::vector<int>>{{0}}));
    }

    void bordersAreLeftOut() {
        // One column of eight reaches into the right patch: neither object nor background.
        const auto truth = training::patchTruth(rectangle(0, 0, 9, 8), 1, 2);
        QCOMPARE(truth.owner[0], 1);
        QCOMPARE(truth.owner[1], -1);
    }

    void smallObjectsKeepThePatchThatTheyFillMost() {
        // Covers no centre of a patch.
        const auto truth = training::patchTruth(rectangle(8, 8, 10, 10), 1, 2);
        QCOMPARE(truth.objectPatches, (std::vector<std::vector<int>>{{3}}));
    }

    void everyObjectOfAWorldSceneHasPatchesOfItsOwn() {
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const world::Scene scene = world::drawScene(seed, {});
            const world::RenderedScene picture = world::render(scene, 64);
            const auto truth = training::patchTruth(picture, static_cast<int>(scene.objects.size()), 8);
            QCOMPARE(truth.owner.size(), std::size_t(64));
            for (std::size_t object = 0; object < scene.objects.size(); ++object) {
                QVERIFY(!truth.objectPatches[object].empty());
                for (const int patch : truth.objectPatches[object])
                    QVERIFY(truth.owner[static_cast<std::size_t>(patch)] != 0);
            }
        }
    }
};

QTEST_GUILESS_MAIN(PatchTruthTest)
#include "patch_truth_test.moc"
