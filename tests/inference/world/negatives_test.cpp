// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>

#include "inference/world/caption.h"

using namespace triptych::world;

namespace {

constexpr std::array kinds{CaptionKind::Whole, CaptionKind::Partial, CaptionKind::Relation, CaptionKind::Counted};

int phrasesChanged(const Meaning& a, const Meaning& b) {
    int changed = 0;
    for (std::size_t i = 0; i < a.phrases.size(); ++i)
        changed += a.phrases[i] == b.phrases[i] ? 0 : 1;
    return changed;
}

} // namespace

class NegativesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areFalseAndChangeOneThing() {
        std::array<int, changeKinds> made{};
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            const Scene scene = drawScene(seed, {});
            const Language language = seed % 3 == 0 ? Language::Chinese : Language::English;
            const Caption caption = describe(scene, kinds[seed % kinds.size()], language, seed);
            for (int i = 0; i < changeKinds; ++i) {
                const auto change = static_cast<Change>(i);
                const auto negative = hardNegative(caption, scene, change, seed);
                if (!negative)
                    continue;
                ++made[static_cast<std::size_t>(i)];
                QVERIFY2(!holds(negative->caption.meaning, scene), negative->caption.text.c_str());
                QVERIFY(negative->caption.text != caption.text);
                QVERIFY(negative->caption.language == language);
                QCOMPARE(phrasesChanged(caption.meaning, negative->caption.meaning),
                         change == Change::Relation ? 0 : (change == Change::Swap ? 2 : 1));
                QCOMPARE(negative->wrongMentions.size(), std::size_t{change == Change::Swap ? 2U : 1U});
            }
        }
        for (const int count : made)
            QVERIFY2(count > 400, qPrintable(QString::number(count)));
    }

    void wrongMentionsAreTheChangedWords() {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            const Scene scene = drawScene(seed, {});
            const Caption caption = describe(scene, kinds[seed % kinds.size()], Language::English, seed);
            const auto negative = hardNegative(caption, scene, Change::Colour, seed);
            if (!negative)
                continue;
            const auto wrong = static_cast<std::size_t>(negative->wrongMentions.front());
            QVERIFY(negative->caption.mentions[wrong].role == Mention::Role::Colour);
            for (std::size_t i = 0; i < caption.mentions.size(); ++i) {
                const auto word = [i](const Caption& from) {
                    const auto& chars = from.mentions[i].chars;
                    return from.text.substr(static_cast<std::size_t>(chars.from),
                                            static_cast<std::size_t>(chars.to - chars.from));
                };
                QCOMPARE(word(caption) != word(negative->caption), i == wrong);
            }
        }
    }

    void offerNothingThatTheCaptionDoesNotSay() {
        Scene scene;
        scene.objects = {{.shape = ShapeKind::Ring, .colour = Colour::Red, .x = 0.5f, .y = 0.5f, .radius = 0.1f}};
        Phrase ring;
        ring.shape = ShapeKind::Ring;
        const Caption caption = phrase({{ring}, std::nullopt}, {{1}}, Language::English, 0);
        for (const Change change : {Change::Colour, Change::Size, Change::Fill, Change::Swap, Change::Relation})
            QVERIFY(!hardNegative(caption, scene, change, 1));
        QVERIFY(hardNegative(caption, scene, Change::Shape, 1));
    }

    // "a red ring" to "a blue ring" is no negative where a blue ring stands beside it.
    void respectOtherObjectsThatMakeAChangeTrue() {
        Scene scene;
        for (int colour = 0; colour < colourCount; ++colour)
            scene.objects.push_back({.shape = ShapeKind::Ring, .colour = static_cast<Colour>(colour), .radius = 0.1f});
        Phrase ring;
        ring.colour = Colour::Red;
        ring.shape = ShapeKind::Ring;
        const Caption caption = phrase({{ring}, std::nullopt}, {{1}}, Language::English, 0);
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            QVERIFY(!hardNegative(caption, scene, Change::Colour, seed));
    }
};

QTEST_GUILESS_MAIN(NegativesTest)
#include "negatives_test.moc"
