// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/truth_check.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/support/fake_result.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

// The fake scene's ring (object 1) and squares (2, 3) as discs.
QImage fakeMask() {
    QImage mask(test::pictureEdge, test::pictureEdge, QImage::Format_Grayscale8);
    mask.fill(0);
    for (int object = 0; object < 3; ++object) {
        const test::FakeObject& shape = test::fakeObjects()[static_cast<std::size_t>(object)];
        for (int y = 0; y < mask.height(); ++y)
            for (int x = 0; x < mask.width(); ++x)
                if (std::hypot(x / 448.0 - shape.x, y / 448.0 - shape.y) < shape.radius)
                    mask.scanLine(y)[x] = static_cast<uchar>(object + 1);
    }
    return mask;
}

projects::Truth fakeTruth() {
    projects::Truth truth;
    // "ring" and "squares" of "a small red ring left of two striped blue squares"
    truth.mentions = {{Modality::Text, 0, {12, 16}, 0, 0, {1}},
                      {Modality::Text, 0, {41, 48}, 0, 0, {2, 3}},
                      {Modality::Audio, 0, {}, 830, 1130, {1}}};
    return truth;
}

} // namespace

class TruthCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAndMomentsNameTheirObjects() {
        const RunResult result = test::fakeResult({});
        const projects::Truth truth = fakeTruth();
        QCOMPARE(namedObjects(truth, result, {Modality::Text, {3}}, 0, 0), (std::vector<int>{1}));
        QCOMPARE(namedObjects(truth, result, {Modality::Text, {3, 9}}, 0, 0), (std::vector<int>{1, 2, 3}));
        QVERIFY(namedObjects(truth, result, {Modality::Text, {0}}, 0, 0).empty());
        QVERIFY(namedObjects(truth, result, {Modality::Text, {3}}, 1, 0).empty());
        QCOMPARE(namedObjects(truth, result, {Modality::Audio, {24}}, 0, 0), (std::vector<int>{1}));
        QVERIFY(namedObjects(truth, result, {Modality::Audio, {2}}, 0, 0).empty());
    }

    void aMapOnItsObjectIsAHit() {
        const RunResult result = test::fakeResult({});
        const TruthMask mask = TruthMask::of(fakeMask());
        const FloatArray map = numerics::linkedMaps(result, {}, numerics::LinkSource{Modality::Text, {3}}).image;
        const auto onRing = pointInMask(map, mask, {1});
        QVERIFY(onRing.hit);
        QVERIFY(onRing.chance > 0.01 && onRing.chance < 0.06);
        QVERIFY(onRing.energy > 10 * onRing.chance);
        QVERIFY(!pointInMask(map, mask, {2, 3}).hit);
    }

    void allWordsAreCounted() {
        const PointingCount count =
            pointingOfAllWords(fakeTruth(), test::fakeResult({}), TruthMask::of(fakeMask()), {}, 0);
        QCOMPARE(count.words, 2);
        QCOMPARE(count.hits, 2);
        QVERIFY(count.chance > 0 && count.chance < 0.2);
    }

    void aMaskIsReadAsNumbers() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("mask.png"));
        QVERIFY(fakeMask().save(path));
        const TruthMask mask = TruthMask::read(path.toStdString());
        QCOMPARE(mask.numbers, TruthMask::of(fakeMask()).numbers);
        QCOMPARE(mask.width, test::pictureEdge);
        QVERIFY(TruthMask::read("/nowhere.png").isNull());
    }
};

QTEST_GUILESS_MAIN(TruthCheckTest)
#include "truth_check_test.moc"
