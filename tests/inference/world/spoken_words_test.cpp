// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/spoken_words.h"

#include <QTest>

using namespace triptych;
using namespace triptych::world;

class SpokenWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsEnglish() {
        const auto words = spokenWords("A red ring, two blue squares.", Language::English);
        QCOMPARE(words.size(), std::size_t{6});
        QCOMPARE(words[2].text, std::string("ring"));
        QCOMPARE(words[2].chars, (CharRange{6, 10}));
        QVERIFY(words[2].pauseAfter && words[5].pauseAfter && !words[0].pauseAfter);
        QVERIFY(spokenWords(" ,;", Language::English).empty());
    }

    void splitsChineseIntoWordsOfTheWorld() {
        const auto words = spokenWords("两个红色圆环，蓝色的狗", Language::Chinese);
        QCOMPARE(words.size(), std::size_t{6});
        QCOMPARE(words[1].text, std::string("红色"));
        QCOMPARE(words[2].chars, (CharRange{4, 6}));
        QVERIFY(words[2].pauseAfter);
        QCOMPARE(words[5].text, std::string("狗"));
    }

    void everyWordOfTheWorldHasPinyin() {
        for (const std::string& word : vocabulary(Language::Chinese))
            for (const TextWord& part : spokenWords(word, Language::Chinese))
                for (const char32_t c : codePoints(part.text))
                    QVERIFY2(pinyin(c).has_value(), word.c_str());
    }

    void codePointsSurviveTheRoundTrip() {
        const std::string text = "a ring 圆环 \xF0\x9F\x94\x94";
        QCOMPARE(utf8(codePoints(text)), text);
        QCOMPARE(codePoints("\xFF\xE5\x9C").size(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(SpokenWordsTest)
#include "spoken_words_test.moc"
