// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/linked_maps.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <numeric>

using namespace triptych;
using namespace triptych::numerics;

namespace {

// Two words ("re" + "d", "ring") between special tokens, a 2 x 3 grid, four frames.
RunResult smallResult() {
    RunResult result;
    result.inputs.patchGrid = {2, 3, 0, 0, 30, 20};
    result.inputs.audioAxis = {4, 10};
    result.inputs.tokens = {{"[CLS]", {}, true, -1},
                            {"re", {0, 2}, false, 0},
                            {"d", {2, 3}, false, 0},
                            {"ring", {4, 8}, false, 1},
                            {"[SEP]", {}, true, -1}};
    result.inputs.words = {{"red", {0, 3}, 1, 2}, {"ring", {4, 8}, 3, 1}};
    return result;
}

// Queries: five tokens, then four frames; keys: one class token, then six patches.
AttentionMap crossMap() {
    AttentionMap map{"fusion.layers.0.cross_attention", "fusion", 0, true, FloatArray(Shape{2, 9, 7}), {}, {}};
    map.queries = {{Modality::Text, 0, 5}, {Modality::Audio, 5, 4}};
    map.keys = {{Modality::Image, 1, 6}};
    for (int head = 0; head < 2; ++head)
        for (int query = 0; query < 9; ++query)
            for (int key = 0; key < 7; ++key)
                map.weights.values()[static_cast<std::size_t>((head * 9 + query) * 7 + key)] =
                    static_cast<float>(100 * head + 10 * query + key);
    return map;
}

std::vector<float> valuesOf(const FloatArray& array) {
    return {array.values().begin(), array.values().end()};
}

} // namespace

class LinkedMapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordLooksLikeTheMeanOfItsTokens() {
        RunResult result = smallResult();
        result.attention = {crossMap()};
        const LinkChoice choice{true, 0, HeadReduction::One, 1, LinkDirection::LooksAt};
        const LinkedMaps maps = linkedMaps(result, choice, LinkSource{Modality::Text, {0}});
        QCOMPARE(maps.origin, LinkedMaps::Origin::Attention);
        QCOMPARE(maps.image.shape(), (Shape{2, 3}));
        // Tokens 1 and 2 of head 1; the class token's column is left out.
        QCOMPARE(valuesOf(maps.image), (std::vector<float>{116, 117, 118, 119, 120, 121}));
        QVERIFY(maps.audio.empty());
    }

    void headsAreAveragedOrTheLargestIsTaken() {
        RunResult result = smallResult();
        result.attention = {crossMap()};
        LinkChoice choice{true, 0, HeadReduction::Mean, 0, LinkDirection::LooksAt};
        QCOMPARE(linkedMaps(result, choice, LinkSource{Modality::Text, {1}}).image.values()[0], 81.0F);
        choice.heads = HeadReduction::Max;
        QCOMPARE(linkedMaps(result, choice, LinkSource{Modality::Text, {1}}).image.values()[0], 131.0F);
    }

    void sinksAreLeftOut() {
        RunResult result = smallResult();
        AttentionMap map = crossMap();
        for (float& value : map.weights.values())
            value = 1;
        for (int row = 0; row < 18; ++row)
            map.weights.values()[static_cast<std::size_t>(row * 7 + 4)] = 20;
        result.attention = {map};
        LinkChoice choice{true, 0, HeadReduction::Mean, 0, LinkDirection::LooksAt};
        QCOMPARE(valuesOf(linkedMaps(result, choice, LinkSource{Modality::Text, {0}}).image),
                 (std::vector<float>{1, 1, 1, 20, 1, 1}));
        choice.sinkFactor = 3;
        QCOMPARE(valuesOf(linkedMaps(result, choice, LinkSource{Modality::Text, {0}}).image),
                 (std::vector<float>{1, 1, 1, 0, 1, 1}));
        QCOMPARE(valuesOf(linkedMaps(result, choice, std::nullopt).image), (std::vector<float>{1, 1, 1, 0, 1, 1}));
    }

    void patchIsLookedAtByWordsAndFrames() {
        RunResult result = smallResult();
        result.attention = {crossMap()};
        const LinkChoice choice{true, 0, HeadReduction::One, 0, LinkDirection::LookedAtBy};
        const LinkedMaps maps = linkedMaps(result, choice, LinkSource{Modality::Image, {0, 5}});
        // Columns 1 and 6 are added; the rows of the two tokens of "red" are averaged.
        QCOMPARE(valuesOf(maps.text), (std::vector<float>{37, 67}));
        QCOMPARE(valuesOf(maps.audio), (std::vector<float>{107, 127, 147, 167}));
        QVERIFY(maps.image.empty());
    }

    void directionThatDoesNotExistGivesTheOther() {
        RunResult result = smallResult();
        result.attention = {crossMap()};
        const LinkChoice choice{true, 0, HeadReduction::Mean, 0, LinkDirection::LooksAt};
        const LinkedMaps maps = linkedMaps(result, choice, LinkSource{Modality::Image, {2}});
        QCOMPARE(maps.direction, LinkDirection::LookedAtBy);
        QCOMPARE(maps.text.size(), std::size_t{2});
    }

    void linksOfTheMethodComeFirst() {
        RunResult result = smallResult();
        result.attention = {crossMap()};
        result.relevance.links.textImage = FloatArray(Shape{5, 2, 3}, 0.5F);
        result.relevance.links.textAudio = FloatArray(Shape{5, 4}, 0.25F);
        const LinkSource ring{Modality::Text, {1}};
        const LinkedMaps maps = linkedMaps(result, LinkChoice{}, ring);
        QCOMPARE(maps.origin, LinkedMaps::Origin::Links);
        QCOMPARE(maps.image.values()[3], 0.5F);
        QCOMPARE(maps.audio.values()[3], 0.25F);
        result.relevance.links = {};
        QCOMPARE(linkedMaps(result, LinkChoice{}, ring).origin, LinkedMaps::Origin::Attention);
    }

    void directionTurnsLinksAround() {
        RunResult result = smallResult();
        result.relevance.links.textAudio = FloatArray(Shape{5, 4}, 0.25F);
        result.relevance.links.audioText = FloatArray(Shape{4, 5}, 0.125F);
        const LinkSource red{Modality::Text, {0}};
        LinkChoice choice;
        QCOMPARE(linkedMaps(result, choice, red).audio.values()[0], 0.25F);
        choice.direction = LinkDirection::LookedAtBy;
        QCOMPARE(linkedMaps(result, choice, red).audio.values()[0], 0.25F); // two columns of 0.125
        QCOMPARE(linkedMaps(result, choice, red).direction, LinkDirection::LookedAtBy);
    }

    void withoutSourceTheTargetSpeaks() {
        RunResult result = smallResult();
        result.relevance.text = FloatArray(Shape{5}, std::vector<float>{9, 1, 2, 4, 9});
        result.relevance.image = FloatArray(Shape{2, 3}, 1.0F);
        const LinkedMaps maps = linkedMaps(result, LinkChoice{}, std::nullopt);
        QCOMPARE(valuesOf(maps.text), (std::vector<float>{3, 4}));
        QCOMPARE(maps.image, result.relevance.image);
        QCOMPARE(maps.origin, LinkedMaps::Origin::Relevance);
    }

    void rowsOfAttentionStillSumToOne() {
        RunResult result = smallResult();
        AttentionMap map = crossMap();
        map.weights = FloatArray(Shape{2, 9, 6}, 1.0F / 6);
        map.keys = {{Modality::Image, 0, 6}};
        result.attention = {map};
        const LinkChoice choice{true, 0, HeadReduction::Mean, 0, LinkDirection::LooksAt};
        for (const std::optional<LinkSource>& source :
             {std::optional<LinkSource>{}, std::optional(LinkSource{Modality::Text, {0, 1}})}) {
            const LinkedMaps maps = linkedMaps(result, choice, source);
            const float sum = std::accumulate(maps.image.values().begin(), maps.image.values().end(), 0.0F);
            QVERIFY(std::abs(sum - 1.0F) < 1e-5F);
        }
    }

    void nothingWatchedGivesNothing() {
        const LinkedMaps maps = linkedMaps(smallResult(), LinkChoice{}, LinkSource{Modality::Text, {0}});
        QVERIFY(maps.empty());
        QVERIFY(attentionLayers(smallResult()).empty());
    }

    void layersOfOneTowerAreGrouped() {
        RunResult result = smallResult();
        AttentionMap own{"vision.layers.0.attention", "vision", 0, false, FloatArray(Shape{2, 6, 6}), {}, {}};
        own.queries = own.keys = {{Modality::Image, 0, 6}};
        AttentionMap second = crossMap();
        second.layer = 1;
        result.attention = {second, own, crossMap()};
        const std::vector<AttentionLayer> layers = attentionLayers(result);
        QCOMPARE(layers.size(), std::size_t{2}); // the encoder's map ties nothing together
        QCOMPARE(layers.front().layer, 0);
        QCOMPARE(layers.front().heads, 2);
    }

    void isFastEnoughForEveryMovementOfTheMouse() {
        RunResult result;
        result.inputs.patchGrid = {14, 14, 0, 0, 224, 224};
        result.inputs.audioAxis = {200, 20};
        for (int i = 0; i < 16; ++i) {
            result.inputs.tokens.push_back({"t", {i, i + 1}, false, i});
            result.inputs.words.push_back({"t", {i, i + 1}, i, 1});
        }
        AttentionMap map = crossMap();
        map.weights = FloatArray(Shape{8, 216, 196}, 0.01F);
        map.queries = {{Modality::Text, 0, 16}, {Modality::Audio, 16, 200}};
        map.keys = {{Modality::Image, 0, 196}};
        result.attention = {map};
        QElapsedTimer timer;
        timer.start();
        constexpr int repeats = 50;
        for (int i = 0; i < repeats; ++i)
            (void)linkedMaps(result, {true, 0, HeadReduction::Mean, 0, LinkDirection::LooksAt},
                             LinkSource{Modality::Text, {i % 16}});
        qInfo("one word: %.4f ms", static_cast<double>(timer.nsecsElapsed()) / 1e6 / repeats);
        QVERIFY(timer.elapsed() < 20 * repeats);
    }
};

QTEST_GUILESS_MAIN(LinkedMapsTest)
#include "linked_maps_test.moc"
