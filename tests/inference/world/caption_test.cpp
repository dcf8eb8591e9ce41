// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/caption.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace triptych;
using namespace triptych::world;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kinds{CaptionKind::Whole, CaptionKind::Partial, CaptionKind::Relation, CaptionKind::Counted};
constexpr std::array languages{Language::English, Language::Chinese};

SceneObject object(SizeKind size, Fill fill, Colour colour, ShapeKind shape, float x, float y) {
    return {.shape = shape, .colour = colour, .size = size, .fill = fill, .x = x, .y = y, .radius = 0.1f};
}

// A small red ring left of two striped blue squares, a large one and a small one.
Scene ringAndSquares() {
    Scene scene;
    scene.objects = {object(SizeKind::Small, Fill::Plain, Colour::Red, ShapeKind::Ring, 0.2f, 0.5f),
                     object(SizeKind::Large, Fill::Striped, Colour::Blue, ShapeKind::Square, 0.6f, 0.4f),
                     object(SizeKind::Small, Fill::Striped, Colour::Blue, ShapeKind::Square, 0.8f, 0.7f)};
    return scene;
}

Meaning ringLeftOfSquares() {
    Phrase ring;
    ring.size = SizeKind::Small;
    ring.colour = Colour::Red;
    ring.shape = ShapeKind::Ring;
    Phrase squares;
    squares.fill = Fill::Striped;
    squares.colour = Colour::Blue;
    squares.shape = ShapeKind::Square;
    squares.count = 2;
    squares.counted = true;
    return {{ring, squares}, Relation::LeftOf};
}

QString words(const Caption& caption, const Mention& mention) {
    const std::u32string text = QString::fromStdString(caption.text).toStdU32String();
    const auto from = static_cast<std::size_t>(mention.chars.from);
    return QString::fromStdU32String(text.substr(from, static_cast<std::size_t>(mention.chars.to) - from));
}

QStringList wordsOf(const Caption& caption) {
    QStringList list;
    for (const Mention& mention : caption.mentions)
        list << words(caption, mention);
    return list;
}

} // namespace

class CaptionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesEnglish() {
        const Caption caption = phrase(ringLeftOfSquares(), {{1}, {2, 3}}, Language::English, 0);
        QCOMPARE(QString::fromStdString(caption.text), u"a small red ring left of two striped blue squares"_s);
        QCOMPARE(wordsOf(caption), (QStringList{u"small"_s, u"red"_s, u"ring"_s, u"left of"_s, u"two"_s, u"striped"_s,
                                                u"blue"_s, u"squares"_s}));
        QCOMPARE(caption.mentions.front().objects, std::vector<int>{1});
        QCOMPARE(caption.mentions.back().objects, (std::vector<int>{2, 3}));
        QCOMPARE(caption.mentions[3].phrase, -1);
    }

    void writesChinese() {
        const Caption caption = phrase(ringLeftOfSquares(), {{1}, {2, 3}}, Language::Chinese, 0);
        QCOMPARE(QString::fromStdString(caption.text), u"一个小的红色圆环在两个条纹蓝色方块的左边"_s);
        QCOMPARE(wordsOf(caption),
                 (QStringList{u"小的"_s, u"红色"_s, u"圆环"_s, u"两个"_s, u"条纹"_s, u"蓝色"_s, u"方块"_s, u"左边"_s}));
    }

    void choosesArticlesAndPlurals() {
        Phrase orange;
        orange.colour = Colour::Orange;
        orange.shape = ShapeKind::Star;
        Phrase crosses;
        crosses.shape = ShapeKind::Cross;
        crosses.count = 3;
        crosses.counted = true;
        Phrase anything;
        anything.size = SizeKind::Large;
        const Meaning meaning{{orange, crosses, anything}, std::nullopt};
        QCOMPARE(QString::fromStdString(phrase(meaning, {}, Language::English, 2).text),
                 u"an orange star, three crosses and a large object"_s);
        QCOMPARE(QString::fromStdString(phrase(meaning, {}, Language::Chinese, 2).text),
                 u"一个橙色星星，三个十字和一个大的物体"_s);
    }

    void knowsWhatIsTrue() {
        const Scene scene = ringAndSquares();
        QVERIFY(holds(ringLeftOfSquares(), scene));
        Meaning wrong = ringLeftOfSquares();
        wrong.relation = Relation::RightOf;
        QVERIFY(!holds(wrong, scene));
        wrong = ringLeftOfSquares();
        wrong.phrases[1].count = 3;
        QVERIFY(!holds(wrong, scene));
        wrong = ringLeftOfSquares();
        wrong.phrases[1].size = SizeKind::Small; // then only one fits "two small striped blue squares"
        QVERIFY(!holds(wrong, scene));
    }

    void aWholeCaptionLeavesNoObjectOut() {
        const Scene scene = ringAndSquares();
        QVERIFY(holdsOfAll(ringLeftOfSquares(), scene));
        Phrase ring;
        ring.shape = ShapeKind::Ring;
        QVERIFY(holds({{ring}, std::nullopt}, scene));
        QVERIFY(!holdsOfAll({{ring}, std::nullopt}, scene));
    }

    // "a blue square and a blue square" needs two objects.
    void phrasesNeedDifferentObjects() {
        Phrase square;
        square.shape = ShapeKind::Square;
        QVERIFY(holds({{square, square}, std::nullopt}, ringAndSquares()));
        QVERIFY(!holds({{square, square, square}, std::nullopt}, ringAndSquares()));
    }

    void describesTruly() {
        for (std::uint64_t seed = 0; seed < 3000; ++seed) {
            const Scene scene = drawScene(seed, {});
            for (const CaptionKind kind : kinds) {
                const Caption caption = describe(scene, kind, languages[seed % 2], seed);
                QVERIFY2(holds(caption.meaning, scene), caption.text.c_str());
                QVERIFY(caption == describe(scene, kind, languages[seed % 2], seed));
            }
        }
    }

    void saysTheSameInBothLanguages() {
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const Scene scene = drawScene(seed, {});
            const CaptionKind kind = kinds[seed % kinds.size()];
            QVERIFY(describe(scene, kind, Language::English, seed).meaning ==
                    describe(scene, kind, Language::Chinese, seed).meaning);
        }
    }

    void wholeCaptionsNameEveryObject() {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            const Scene scene = drawScene(seed, {});
            std::set<int> named;
            for (const Mention& mention : describe(scene, CaptionKind::Whole, Language::English, seed).mentions)
                named.insert(mention.objects.begin(), mention.objects.end());
            QCOMPARE(named.size(), scene.objects.size());
        }
    }

    void mentionsStandOnTheirWords() {
        const std::vector<std::string> known = vocabulary(Language::Chinese);
        const std::set<std::string> chinese(known.begin(), known.end());
        for (std::uint64_t seed = 0; seed < 1000; ++seed) {
            const Scene scene = drawScene(seed, {});
            const Caption caption = describe(scene, kinds[seed % kinds.size()], languages[(seed / 4) % 2], seed);
            std::int64_t end = 0;
            for (const Mention& mention : caption.mentions) {
                QVERIFY(mention.chars.from >= end && mention.chars.to > mention.chars.from);
                end = mention.chars.to;
                const QString word = words(caption, mention);
                QVERIFY2(caption.language == Language::English || chinese.contains(word.toStdString()),
                         qPrintable(word));
                for (const int number : mention.objects) {
                    const SceneObject& named = scene.objects.at(static_cast<std::size_t>(number - 1));
                    if (caption.language == Language::English && mention.role == Mention::Role::Colour)
                        QCOMPARE(word.toStdString(), std::string(toString(named.colour)));
                    if (caption.language == Language::English && mention.role == Mention::Role::Fill)
                        QCOMPARE(word.toStdString(), std::string(toString(named.fill)));
                }
            }
        }
    }

    void usesOnlyItsVocabulary() {
        const std::vector<std::string> known = vocabulary(Language::English);
        const std::set<std::string> words(known.begin(), known.end());
        QCOMPARE(words.size(), known.size());
        for (std::uint64_t seed = 0; seed < 1000; ++seed) {
            const Caption caption = describe(drawScene(seed, {}), kinds[seed % kinds.size()], Language::English, seed);
            for (const QString& word : QString::fromStdString(caption.text).replace(u","_s, u" ,"_s).split(u' '))
                QVERIFY2(words.contains(word.toStdString()), qPrintable(word));
        }
    }
};

QTEST_GUILESS_MAIN(CaptionTest)
#include "caption_test.moc"
