// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/words.h"

#include <QtTest>

#include "inference/text/wordpiece_builder.h"

using namespace triptych;
using namespace triptych::text;

namespace {

std::vector<std::string> textsOf(const std::vector<Word>& words) {
    std::vector<std::string> texts;
    for (const Word& word : words)
        texts.push_back(word.text);
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

class WordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mergesPiecesIntoWords() {
        const TokenizerPtr tokenizer = makeWordPiece(buildWordPiece({"red"}));
        const std::string text = "Red rings, don't  stop";
        Encoding encoding = tokenizer->encode(text);
        const std::vector<Word> words = mergeIntoWords(text, encoding.tokens);
        QVERIFY((textsOf(words) == Texts{"Red", "rings", ",", "don't", "stop"}));
        QCOMPARE(encoding.tokens.front().word, -1);
        QCOMPARE(encoding.tokens.back().word, -1);
        int covered = 0;
        for (std::size_t w = 0; w < words.size(); ++w)
            for (int t = words[w].firstToken; t < words[w].firstToken + words[w].tokenCount; ++t, ++covered)
                QCOMPARE(encoding.tokens[static_cast<std::size_t>(t)].word, static_cast<int>(w));
        QCOMPARE(covered, static_cast<int>(encoding.tokens.size()) - 2);
    }

    void chineseWordsAreTheLongestKnownOnes() {
        const std::string text = "红色的圆环在左边";
        const Lexicon lexicon({"红色", "圆环", "圆", "左边"});
        const TokenizerPtr tokenizer = makeWordPiece(buildWordPiece({text}));
        Encoding encoding = tokenizer->encode(text);
        QVERIFY((textsOf(mergeIntoWords(text, encoding.tokens, lexicon)) == Texts{"红色", "的", "圆环", "在", "左边"}));
        QCOMPARE(mergeIntoWords(text, encoding.tokens).size(), std::size_t(8));
        QCOMPARE(wordRanges("a红色b", lexicon).size(), std::size_t(3));
    }

    void aTokenIsNeverDivided() {
        std::vector<Token> tokens{{"红", {0, 1}, false, -1}, {"色的", {1, 3}, false, -1}, {"x", {3, 4}, false, -1}};
        const auto words = mergeIntoWords("红色的x", tokens, Lexicon({"红色"}));
        QVERIFY((textsOf(words) == Texts{"红色的", "x"}));
        QCOMPARE(words[0].tokenCount, 2);
    }

    void severalTokensOfOneCharacterAreOneWord() {
        std::vector<Token> tokens{
            {"<0xE7>", {0, 1}, false, -1}, {"<0xBA>", {0, 1}, false, -1}, {"a", {2, 3}, false, -1}};
        const auto words = mergeIntoWords("红 a", tokens);
        QVERIFY((textsOf(words) == Texts{"红", "a"}));
        QCOMPARE(words[0].tokenCount, 2);
    }

    void piecesOfAllKindsGiveTheSameWords_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder : {"clip", "roberta", "qwen2", "llava", "xlmr", "unigram_bytes", "t5_model", "vilt"})
            QTest::newRow(folder) << QString::fromUtf8(folder);
    }

    // "</w>", "Ġ", "▁" and "##"; characters of several byte tokens; an added token.
    void piecesOfAllKindsGiveTheSameWords() {
        QFETCH(QString, folder);
        const auto tokenizer = loadTokenizer(std::string(TRIPTYCH_TEST_DATA) + "/text/" + folder.toStdString());
        QVERIFY(tokenizer);
        const std::string text = "Two dogs, don't  play: caf\u00e9 e\u0301t\u00e9 \U0001F63A here";
        Encoding encoding = (*tokenizer)->encode(text);
        const std::vector<Word> words = mergeIntoWords(text, encoding.tokens);
        QVERIFY((textsOf(words) ==
                 Texts{"Two", "dogs", ",", "don't", "play", ":", "caf\u00e9", "e\u0301t\u00e9", "\U0001F63A", "here"}));
        int next = 0;
        for (const Word& word : words) {
            QVERIFY(word.firstToken >= next && word.tokenCount > 0);
            next = word.firstToken + word.tokenCount;
        }
    }

    void siglipDropsSignsButNotWords() {
        const auto tokenizer = loadTokenizer(std::string(TRIPTYCH_TEST_DATA) + "/text/siglip");
        QVERIFY(tokenizer);
        const std::string text = "  (Two) dogs, here!";
        Encoding encoding = (*tokenizer)->encode(text);
        QVERIFY((textsOf(mergeIntoWords(text, encoding.tokens)) == Texts{"Two", "dogs", "here"}));
    }

    void wordsThatWereCutOffAreLeftOut() {
        const TokenizerPtr tokenizer = makeWordPiece(buildWordPiece({"a", "b"}));
        Encoding encoding = tokenizer->encode("a b a", 4);
        QCOMPARE(mergeIntoWords("a b a", encoding.tokens).size(), std::size_t(2));
        Encoding empty = tokenizer->encode("");
        QVERIFY(mergeIntoWords("", empty.tokens).empty());
    }
};

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
