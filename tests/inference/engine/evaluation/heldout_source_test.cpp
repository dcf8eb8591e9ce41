// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/heldout_source.h"

#include <QtTest/QTest>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace triptych;
using namespace triptych::engine;

class HeldOutSourceTest : public QObject {
    Q_OBJECT

    static constexpr std::size_t scenes = 12;
    std::unique_ptr<EvaluationSource> m_source;

private Q_SLOTS:
    void initTestCase() {
        auto source = openHeldOut(scenes);
        QVERIFY(source.has_value());
        m_source = std::move(*source);
        QCOMPARE(m_source->count(), scenes + unseenPairScenes(scenes));
    }

    void questionsAreTrueOfTheirScene() {
        std::set<std::string> changes;
        for (std::size_t i = 0; i < scenes; ++i) {
            const auto item = m_source->item(i);
            QVERIFY(item.has_value());
            QVERIFY(std::filesystem::exists(item->image));
            QCOMPARE(item->mask.extent(0), item->mask.extent(1));
            const int largest = *std::ranges::max_element(item->mask.values());
            QCOMPARE(largest, item->objects);
            std::set<std::string> splits;
            for (const AskedCaption& caption : item->retrieval) {
                QVERIFY(world::holds(*caption.meaning, *item->scene));
                splits.insert(caption.split);
            }
            QCOMPARE(splits,
                     (std::set<std::string>{"text", "text_zh", "speech", "speech_unseen_voice", "speech_sentence"}));
            for (const AskedNegative& negative : item->negatives) {
                changes.insert(negative.change);
                QVERIFY(negative.trueText != negative.falseText);
            }
        }
        QCOMPARE(changes, (std::set<std::string>{"color", "shape", "size", "fill", "swap", "relation", "count"}));
    }

    void wordsLieInTheirCaptionAndNameVisibleObjects() {
        for (std::size_t i = 0; i < scenes; ++i) {
            const auto item = m_source->item(i);
            QVERIFY(item.has_value());
            QCOMPARE(item->pointing.empty(), item->objects < 2);
            for (const AskedCaption& caption : item->pointing)
                for (const AskedWord& word : caption.words) {
                    QVERIFY(word.chars.to > word.chars.from);
                    QVERIFY(!word.objects.empty());
                    for (const int object : word.objects)
                        QVERIFY(std::ranges::count(item->mask.values(), static_cast<std::uint8_t>(object)) > 0);
                    if (caption.item.modality == Modality::Audio)
                        QVERIFY(word.toMs > word.fromMs && word.fromMs >= 0);
                }
        }
    }

    void scenesWithUnseenPairsAreAskedApart() {
        std::size_t asked = 0;
        for (std::size_t i = scenes; i < m_source->count(); ++i) {
            const auto item = m_source->item(i);
            QVERIFY(item.has_value());
            const auto isUnseen = [&](int number) {
                const world::SceneObject& object = item->scene->objects[static_cast<std::size_t>(number - 1)];
                return world::isUnseenPair(object.colour, object.shape);
            };
            QCOMPARE(item->retrieval.size(), std::size_t{1});
            QCOMPARE(item->retrieval.front().split, std::string("text_unseen_pair"));
            QVERIFY(world::holdsOfAll(*item->retrieval.front().meaning, *item->scene));
            for (const AskedCaption& caption : item->pointing)
                for (const AskedWord& word : caption.words) {
                    QVERIFY(std::ranges::any_of(word.objects, isUnseen));
                    ++asked;
                }
        }
        QVERIFY(asked > 0);
    }

    void theSameSceneAsksTheSame() {
        const auto first = m_source->item(3);
        const auto again = m_source->item(3);
        QVERIFY(first.has_value() && again.has_value());
        QVERIFY(first->mask == again->mask);
        QCOMPARE(first->retrieval.front().item.text, again->retrieval.front().item.text);
        QCOMPARE(first->negatives.size(), again->negatives.size());
    }

    void nothingIsLeftBehind() {
        const std::filesystem::path folder = m_source->item(0)->image.parent_path();
        QVERIFY(std::filesystem::exists(folder));
        m_source.reset();
        QVERIFY(!std::filesystem::exists(folder));
    }
};

QTEST_GUILESS_MAIN(HeldOutSourceTest)
#include "heldout_source_test.moc"
