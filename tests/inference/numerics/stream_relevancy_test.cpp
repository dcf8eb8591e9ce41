// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/stream_relevancy.h"

#include <QtTest/QTest>

#include "inference/numerics/relevancy.h"
#include "inference/numerics/stream_rollout.h"
#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

class StreamRelevancyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The encoder-decoder case written out: R_tt and R_ti pass self-attention together, then rule 10 reads the image.
    void readsAnImageAsTheRulesSay() {
        const Matrix image = test::randomAttention(4, 4, 1);
        const Matrix text = test::randomAttention(3, 3, 2);
        const Matrix looks = test::randomAttention(3, 4, 3);
        StreamRelevancy relevancy;
        relevancy.begin("image", 4);
        relevancy.begin("text", 3);
        relevancy.self("image", image);
        QVERIFY(relevancy.find("text", "image") == nullptr);
        for (int block = 0; block < 2; ++block) {
            relevancy.self("text", text);
            relevancy.cross("text", "image", looks);
        }

        Matrix imageOwn = identity(4);
        add(imageOwn, image);
        Matrix textOwn = identity(3);
        Matrix textImage(3, 4);
        for (int block = 0; block < 2; ++block) {
            const Matrix passed = selfAddition(text, textImage);
            add(textOwn, selfAddition(text, textOwn));
            add(textImage, passed);
            add(textImage, crossAddition(textOwn, looks, imageOwn));
        }
        QVERIFY(test::largestDifference(*relevancy.find("text", "text"), textOwn) < 1e-6);
        QVERIFY(test::largestDifference(*relevancy.find("text", "image"), textImage) < 1e-6);
        QVERIFY(relevancy.find("image", "text") == nullptr);
    }

    // Both directions of co-attention must start from the same old state.
    void crossesBothWaysAtOnce() {
        const Matrix textLooks = test::randomAttention(2, 3, 1);
        const Matrix imageLooks = test::randomAttention(3, 2, 2);
        StreamRelevancy relevancy;
        relevancy.begin("text", 2);
        relevancy.begin("image", 3);
        relevancy.crossBoth("text", "image", textLooks, imageLooks);
        QVERIFY(test::largestDifference(*relevancy.find("text", "image"), textLooks) < 1e-7);
        QVERIFY(test::largestDifference(*relevancy.find("image", "text"), imageLooks) < 1e-7);
        QCOMPARE(*relevancy.find("text", "text"), identity(2));

        relevancy.crossBoth("text", "image", textLooks, imageLooks);
        Matrix expected = identity(2);
        add(expected, passedOnAddition(textLooks, imageLooks));
        QVERIFY(test::largestDifference(*relevancy.find("text", "text"), expected) < 1e-6);
    }

    void joinedStreamsKeepWhatTheyKnow() {
        StreamRelevancy relevancy;
        relevancy.begin("text", 2);
        relevancy.begin("audio", 3);
        relevancy.begin("image", 2);
        const Matrix looks = test::randomAttention(3, 2, 5);
        relevancy.cross("audio", "image", looks);
        relevancy.join({"text", "audio"}, "fusion");
        QVERIFY(!relevancy.has("text"));
        QCOMPARE(*relevancy.find("fusion", "fusion"), identity(5));
        const Matrix& image = *relevancy.find("fusion", "image");
        QCOMPARE(image.at(0, 0), 0.0f);
        QCOMPARE(image.at(4, 1), looks.at(2, 1));
    }

    void rolloutFollowsTheLastCrossAttention() {
        const Matrix image = test::randomAttention(4, 4, 1);
        const Matrix early = test::randomAttention(2, 4, 2);
        const Matrix late = test::randomAttention(2, 4, 3);
        StreamRollout rollout;
        rollout.begin("text", 2);
        rollout.begin("image", 4);
        rollout.self("image", image);
        rollout.cross("text", "image", early);
        rollout.cross("text", "image", late);
        rollout.join({"text"}, "fusion");
        QVERIFY(rollout.own("text") == nullptr);
        const Matrix expected = product(late, *rollout.own("image"));
        QVERIFY(test::largestDifference(rollout.read("fusion").at("image"), expected) < 1e-7);
    }
};

QTEST_GUILESS_MAIN(StreamRelevancyTest)
#include "stream_relevancy_test.moc"
