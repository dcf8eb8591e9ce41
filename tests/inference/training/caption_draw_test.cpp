// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "inference/training/caption_draw.h"

using namespace triptych;
using training::CaptionMix;

class CaptionDrawTest : public QObject {
    Q_OBJECT

private:
    static std::vector<world::Scene> scenes(int count) {
        std::vector<world::Scene> drawn;
        for (int i = 0; i < count; ++i)
            drawn.push_back(world::drawScene(static_cast<std::uint64_t>(i), {}));
        return drawn;
    }

private Q_SLOTS:
    void truthAndNegativesAreWhatTheySay() {
        const auto drawn = scenes(150);
        for (const CaptionMix mix : {CaptionMix::Whole, CaptionMix::Short}) {
            const auto captions = training::drawCaptions(drawn, mix, 7);
            QCOMPARE(captions.size(), 2 * drawn.size());
            for (std::size_t i = 0; i < captions.size(); ++i)
                QCOMPARE(world::holds(captions[i].caption.meaning, drawn[i / 2]), captions[i].isTrue);
        }
    }

    void everyKindOfChangeOccurs() {
        std::set<world::Change> changes;
        for (const auto& caption : training::drawCaptions(scenes(300), CaptionMix::Short, 3))
            if (!caption.isTrue && caption.wordsKnown) {
                QVERIFY(!caption.wrongMentions.empty());
                changes.insert(caption.change);
            }
        QCOMPARE(changes.size(), std::size_t(world::changeKinds));
    }

    void seedDecides() {
        const auto drawn = scenes(20);
        const auto text = [&](std::uint64_t seed) {
            std::string all;
            for (const auto& caption : training::drawCaptions(drawn, CaptionMix::Short, seed))
                all += caption.caption.text + "\n";
            return all;
        };
        QCOMPARE(text(1), text(1));
        QVERIFY(text(1) != text(2));
    }
};

QTEST_GUILESS_MAIN(CaptionDrawTest)
#include "caption_draw_test.moc"
