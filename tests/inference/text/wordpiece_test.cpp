// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/wordpiece.h"

#include <QTemporaryDir>
#include <QtTest>

#include "inference/formats/atomic_file.h"
#include "inference/text/pipeline.h"
#include "inference/text/unicode.h"
#include "inference/text/wordpiece_builder.h"

using namespace triptych;
using namespace triptych::text;
using formats::Json;

namespace {

Json minimal() {
    return {{"normalizer", Json::object({{"type", "BertNormalizer"}})},
            {"pre_tokenizer", Json::object({{"type", "BertPreTokenizer"}})},
            {"model", {{"type", "WordPiece"}, {"vocab", {{"[UNK]", 0}, {"a", 1}, {"##b", 2}}}}}};
}

struct BadCase {
    const char* name;
    const char* pointer;
    Json value;
    const char* message;
};

std::vector<BadCase> badCases() {
    return {
        {"other-normalizer", "/normalizer/type", "X", "normalizer \"X\" is not supported"},
        {"other-pre-tokenizer", "/pre_tokenizer/type", "X", "pre-tokenizer \"X\" is not supported"},
        {"other-decoder", "/decoder", {{"type", "X"}}, "decoder \"X\" is not supported"},
        {"number-as-flag", "/normalizer/lowercase", 1, "true or false"},
        {"empty-vocabulary", "/model/vocab", Json::object(), "no vocabulary"},
        {"vocabulary-list", "/model/vocab", Json::array(), "no vocabulary"},
        {"negative-id", "/model/vocab/a", -1, "not a whole number"},
        {"huge-id", "/model/vocab/a", 1ULL << 60, "not a whole number"},
        {"id-far-away", "/model/vocab/a", 5'000'000, "not a whole number"},
        {"frame-out-of-range",
         "/post_processor",
         {{"type", "BertProcessing"}, {"cls", {"a", 1}}, {"sep", {"b", -1}}},
         "out of range"},
        {"fractional-id", "/model/vocab/a", 1.5, "not a whole number"},
        {"same-id-twice", "/model/vocab/a", 2, "two tokens"},
        {"unknown-not-listed", "/model/unk_token", "<unk>", "not in the vocabulary"},
        {"no-characters", "/model/max_input_chars_per_word", 0, "from 1 to"},
        {"other-post-processor", "/post_processor", {{"type", "X"}}, "\"X\" is not supported"},
        {"template-without-sequence",
         "/post_processor",
         {{"type", "TemplateProcessing"}, {"single", Json::array()}},
         "no sequence"},
        {"template-unknown-special",
         "/post_processor",
         {{"type", "TemplateProcessing"}, {"single", Json::array({{{"SpecialToken", {{"id", "Q"}, {"type_id", 0}}}}})}},
         "does not list"},
        {"added-without-content", "/added_tokens", Json::array({Json::object({{"id", 5}})}), "\"content\" is missing"},
        {"added-negative", "/added_tokens", Json::array({Json{{"id", -5}, {"content", "x"}}}), "negative id"},
    };
}

} // namespace

class WordPieceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void brokenFilesAreNamed_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const BadCase& bad : badCases())
            QTest::newRow(bad.name) << index++;
    }

    void brokenFilesAreNamed() {
        QFETCH(int, index);
        const BadCase bad = badCases()[static_cast<std::size_t>(index)];
        Json document = minimal();
        QVERIFY(readPipeline(document, "memory"));
        document[Json::json_pointer(bad.pointer)] = bad.value;
        const auto parts = readPipeline(document, "memory");
        QVERIFY(!parts);
        QVERIFY2(QString::fromStdString(parts.error().detail).contains(QString::fromUtf8(bad.message)),
                 parts.error().detail.c_str());
    }

    void builtVocabularyKnowsItsWordsWhole() {
        const QTemporaryDir folder;
        const WordPieceSpec spec = buildWordPiece({"a", "Ring", "ring", "café", "红色", "don't"});
        QVERIFY(writeWordPiece(folder.path().toStdString(), spec));
        const auto tokenizer = loadTokenizer(folder.path().toStdString());
        QVERIFY(tokenizer);
        QCOMPARE((*tokenizer)->vocabularySize(), static_cast<std::int64_t>(spec.vocabulary.size()));
        QCOMPARE((*tokenizer)->encode("a RING").ids.size(), std::size_t(4));
        QCOMPARE((*tokenizer)->encode("红色").ids.size(), std::size_t(4));
        const std::int64_t unknown = *(*tokenizer)->idOf("[UNK]");
        for (const char* text : {"any other word, 42 of them!", "cafe", "色红"}) {
            const auto ids = (*tokenizer)->encode(text).ids;
            QVERIFY2(std::find(ids.begin(), ids.end(), unknown) == ids.end(), text);
        }
        QCOMPARE((*tokenizer)->encode("圆").ids[1], unknown);
    }

    void truncationKeepsTheFrame() {
        const TokenizerPtr tokenizer = makeWordPiece(buildWordPiece({"a"}));
        const Encoding cut = tokenizer->encode("a a a a", 4);
        QCOMPARE(cut.ids.size(), std::size_t(4));
        QVERIFY(cut.truncated && cut.tokens.back().text == "[SEP]" && cut.tokens.front().text == "[CLS]");
        QVERIFY(!tokenizer->encode("a a", 4).truncated);
    }

    void malformedTextStaysInsideItsCodePoints() {
        const TokenizerPtr tokenizer = makeWordPiece(buildWordPiece({"a"}));
        const std::string text = "a \xff\xfe b\xe7\xba";
        const auto length = static_cast<std::int64_t>(decodeUtf8(text).size());
        for (const Token& token : tokenizer->encode(text).tokens)
            QVERIFY(token.chars.from <= token.chars.to && token.chars.to <= length);
    }
};

QTEST_GUILESS_MAIN(WordPieceTest)
#include "wordpiece_test.moc"
