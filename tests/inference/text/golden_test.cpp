// SPDX-License-Identifier: GPL-3.0-or-later
// tests/data/text holds tokenizers of every kind and what the Hugging Face libraries make of the same texts
// (make_golden.py there).
#include "inference/text/tokenizer.h"

#include <QtTest>

#include "inference/formats/json.h"

using namespace triptych;
using namespace triptych::text;
using formats::Json;

namespace {

const std::filesystem::path data = std::string(TRIPTYCH_TEST_DATA) + "/text";

using Ids = std::vector<std::int64_t>;

Json offsetsOf(const Encoding& encoding) {
    Json offsets = Json::array();
    for (const Token& token : encoding.tokens)
        offsets.push_back({token.chars.from, token.chars.to});
    return offsets;
}

Json valueOf(const std::optional<std::int64_t>& id) {
    return id ? Json(*id) : Json(nullptr);
}

} // namespace

class GoldenTest : public QObject {
    Q_OBJECT

private:
    TokenizerPtr m_tokenizer;
    Json m_expected;

    void load(const QString& folder) {
        const auto tokenizer = loadTokenizer(data / folder.toStdString());
        if (!tokenizer)
            QFAIL(describe(tokenizer.error()).c_str());
        const auto expected = formats::readJsonFile(data / folder.toStdString() / "expected.json");
        QVERIFY(expected);
        m_tokenizer = *tokenizer;
        m_expected = *expected;
    }

    // With `withFacts` only those whose reference knows the roles of tokens.
    void addFolders(bool withFacts = false) {
        QTest::addColumn<QString>("folder");
        for (const auto& entry : std::filesystem::directory_iterator(data))
            if (entry.is_directory() &&
                (!withFacts || !(*formats::readJsonFile(entry.path() / "expected.json"))["facts"].is_null()))
                QTest::newRow(entry.path().filename().c_str())
                    << QString::fromStdString(entry.path().filename().string());
    }

private Q_SLOTS:
    void encodes_data() { addFolders(); }
    void encodes() {
        QFETCH(QString, folder);
        load(folder);
        for (const Json& item : m_expected.value("cases", Json::array())) {
            const auto text = item["text"].get<std::string>();
            const Encoding encoding = m_tokenizer->encode(text);
            QVERIFY2(encoding.ids == item["ids"].get<Ids>(), text.c_str());
            QVERIFY2(!item.contains("offsets") || offsetsOf(encoding) == item["offsets"], text.c_str());
            const Encoding cut = m_tokenizer->encode(text, 7);
            QVERIFY2(cut.ids == item["cut"].get<Ids>(), text.c_str());
            QCOMPARE(cut.truncated, encoding.ids.size() > 7);
            QCOMPARE(encoding.tokens.size(), encoding.ids.size());
            QCOMPARE(encoding.typeIds.size(), encoding.ids.size());
        }
    }

    void encodesPairs_data() { addFolders(); }
    void encodesPairs() {
        QFETCH(QString, folder);
        load(folder);
        for (const Json& item : m_expected.value("cases", Json::array())) {
            if (!item.contains("other"))
                continue;
            const auto text = item["text"].get<std::string>();
            const auto other = item["other"].get<std::string>();
            const auto pair = m_tokenizer->encodePair(text, other, {});
            QVERIFY(pair);
            QVERIFY2(pair->ids == item["pair_ids"].get<Ids>(), text.c_str());
            QVERIFY2(pair->typeIds == item["pair_types"].get<Ids>(), text.c_str());
            QVERIFY2(m_tokenizer->encodePair(text, other, {7, true})->ids == item["pair_cut"].get<Ids>(), text.c_str());
        }
    }

    void decodes_data() { addFolders(); }
    void decodes() {
        QFETCH(QString, folder);
        load(folder);
        const char* key = m_expected.contains("letters") ? "letters" : "cases";
        for (const Json& item : m_expected[key]) {
            const auto ids = item["ids"].get<Ids>();
            const auto decoded = item["decoded"].get<std::string>();
            QCOMPARE(m_tokenizer->decode(ids, false), decoded);
            QCOMPARE(m_tokenizer->decode(ids, true), item.value("skipped", decoded));
        }
    }

    // The frame of special tokens is what encoding without them leaves out.
    void framesTheText_data() { addFolders(); }
    void framesTheText() {
        QFETCH(QString, folder);
        load(folder);
        for (const Json& item : m_expected.value("cases", Json::array())) {
            const auto text = item["text"].get<std::string>();
            const Encoding bare = m_tokenizer->encodeWith(text, {std::nullopt, false});
            const Encoding whole = m_tokenizer->encode(text);
            const auto place = std::search(whole.ids.begin(), whole.ids.end(), bare.ids.begin(), bare.ids.end());
            QVERIFY2(place != whole.ids.end() || bare.ids.empty(), text.c_str());
            const auto first = place - whole.ids.begin();
            for (std::size_t i = 0; i < whole.tokens.size(); ++i) {
                const auto inside = static_cast<std::ptrdiff_t>(i) - first;
                const bool framing = inside < 0 || inside >= static_cast<std::ptrdiff_t>(bare.ids.size());
                QVERIFY2(!framing || whole.tokens[i].special || bare.ids.empty(), text.c_str());
                QVERIFY2(framing || whole.tokens[i] == bare.tokens[static_cast<std::size_t>(inside)], text.c_str());
            }
        }
    }

    void knowsTheSpecialTokens_data() { addFolders(true); }
    void knowsTheSpecialTokens() {
        QFETCH(QString, folder);
        load(folder);
        const TokenizerFacts& facts = m_tokenizer->facts();
        const Json& expected = m_expected["facts"];
        QCOMPARE(valueOf(facts.bos), expected["bos"]);
        QCOMPARE(valueOf(facts.eos), expected["eos"]);
        QCOMPARE(valueOf(facts.unk), expected["unk"]);
        QCOMPARE(valueOf(facts.sep), expected["sep"]);
        QCOMPARE(valueOf(facts.cls), expected["cls"]);
        QCOMPARE(valueOf(facts.pad), expected["pad"]);
        QCOMPARE(valueOf(facts.mask), expected["mask"]);
        QCOMPARE(facts.modelMaxLength ? Json(*facts.modelMaxLength) : Json(nullptr), expected["model_max_length"]);
        // The reference opens llava's files with a class that pads on the other side than the one that they name.
        if (folder != QStringLiteral("llava"))
            QCOMPARE(facts.paddingSide == Side::Left, expected["padding_side"] == "left");
    }
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "golden_test.moc"
