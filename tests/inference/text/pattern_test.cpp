// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/pattern.h"

#include <random>

#include <QtTest>

#include "inference/text/unicode.h"

using namespace triptych;
using namespace triptych::text;

namespace {

// Texts in which the patterns' cases meet: contractions, runs of every class, line breaks, joiners, folded letters.
std::string randomText(std::mt19937& random) {
    static const std::vector<std::string> parts{
        "a",
        "B",
        "é",
        "ſ",
        "1",
        "٣",
        "Ⅷ",
        "½",
        " ",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\u00a0",
        "\u3000",
        "\x0b",
        "'s",
        "'S",
        "'ſ",
        "'t",
        "'re",
        "'VE",
        "'ll",
        "'",
        ".",
        "!?",
        "-",
        "<|startoftext|>",
        "<|endoftext|>",
        "<|",
        "猫",
        "한",
        "\u0301",
        "\u200d",
        "😺",
        "_",
        "\u0085",
        "\x1c",
        "ﬆ",
        "K",
    };
    std::uniform_int_distribution<std::size_t> part(0, parts.size() - 1);
    std::uniform_int_distribution<int> length(0, 14);
    std::string text;
    for (int i = length(random); i > 0; --i)
        text += parts[part(random)];
    return text;
}

std::vector<ByteRange> matchesOf(const PatternPtr& pattern, const std::string& text) {
    std::vector<ByteRange> matches;
    pattern->find(text, matches);
    return matches;
}

std::vector<std::string> textsOf(const PatternPtr& pattern, const std::string& text) {
    std::vector<std::string> found;
    for (const ByteRange& match : matchesOf(pattern, text))
        found.push_back(text.substr(match.begin, match.end - match.begin));
    return found;
}

using Texts = std::vector<std::string>;

} // namespace

class PatternTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handWrittenEqualsTheExpression_data() {
        QTest::addColumn<QByteArray>("expression");
        for (const char* expression :
             {gpt2Expression, clipExpression, qwen2Expression, llama3Expression, whitespaceExpression})
            QTest::newRow(expression) << QByteArray(expression);
    }

    void handWrittenEqualsTheExpression() {
        QFETCH(QByteArray, expression);
        const PatternPtr known = knownPattern(expression.toStdString());
        const auto icu = icuPattern(expression.toStdString(), "memory");
        QVERIFY(known && icu);
        std::mt19937 random(1);
        for (int i = 0; i < 4000; ++i) {
            const std::string text = randomText(random);
            QVERIFY2(matchesOf(known, text) == matchesOf(*icu, text), text.c_str());
        }
    }

    void wordsAreRunsOfOneKind() {
        QVERIFY(
            (textsOf(wordPattern(), "don't a_b\u200d, ...x") == Texts{"don", "'", "t", "a_b\u200d", ",", "...", "x"}));
    }

    // Where ICU and Oniguruma differ.
    void expressionsMeanWhatOnigurumaSays() {
        const auto found = [](const char* expression, const std::string& text) {
            return textsOf(*icuPattern(expression, "memory"), text);
        };
        QVERIFY((found(R"(\s)", "a\x0b\u0085") == Texts{"\x0b", "\u0085"}));
        QVERIFY((found(R"([^\s]+)", "a\x0b"
                                    "b") == Texts{"a", "b"}));
        QVERIFY((found(R"(\h+)", "xaFg \t") == Texts{"aF"}));
        QVERIFY((found(R"(^.)", "ab\ncd\n") == Texts{"a", "c"}));
        QVERIFY((found(R"(.$)", "ab\ncd") == Texts{"b", "d"}));
        QCOMPARE(matchesOf(*icuPattern("^", "memory"), "a\n").size(), std::size_t(1));
        QCOMPARE(matchesOf(*icuPattern("$", "memory"), "a\n").size(), std::size_t(1));
        QVERIFY((found(R"(\d{1,3}(?=(?:\d{3})*\b))", "1234567") == Texts{"1", "234", "567"}));
        QVERIFY((found(R"([\[\]]+)", "a[]b") == Texts{"[]"}));
    }

    void emptyMatchesAreFoundOnce() {
        const auto pattern = icuPattern("x*", "memory");
        QVERIFY((matchesOf(*pattern, "axb") == std::vector<ByteRange>{{0, 0}, {1, 2}, {3, 3}}));
    }

    void brokenExpressionsAreRefused() {
        QVERIFY(icuPattern("(", "memory").error().code == ErrorCode::BadFormat);
        QVERIFY(!knownPattern("("));
    }

    void hostileExpressionsEnd() {
        const auto pattern = icuPattern("(a+)+$", "memory");
        QVERIFY(pattern);
        QElapsedTimer timer;
        timer.start();
        static_cast<void>(matchesOf(*pattern, std::string(4000, 'a') + "b"));
        QVERIFY(timer.elapsed() < 20'000);
    }
};

QTEST_GUILESS_MAIN(PatternTest)
#include "pattern_test.moc"
