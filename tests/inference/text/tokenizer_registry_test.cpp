// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of all kinds: which files are used, and that damaged ones are refused or harmless.
#include <fstream>
#include <random>
#include <thread>

#include <QTemporaryDir>
#include <QtTest>

#include "inference/formats/atomic_file.h"
#include "inference/formats/json.h"
#include "inference/text/tokenizer.h"

using namespace triptych;
using namespace triptych::text;
using formats::Json;

namespace {

const std::filesystem::path data = std::string(TRIPTYCH_TEST_DATA) + "/text";
const std::string sample = "Two dögs <mask> don't 猫😺 3.5";

std::string bytesOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Paths of everything in a document but the many entries of its vocabulary.
void collectPaths(const Json& value, const Json::json_pointer& path, std::vector<Json::json_pointer>& paths) {
    paths.push_back(path);
    int left = 3;
    if (value.is_object())
        for (const auto& [key, member] : value.items())
            if (value.size() < 100 || --left > 0)
                collectPaths(member, path / key, paths);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size() && i < 2; ++i)
            collectPaths(value[i], path / i, paths);
}

std::vector<Json> oddValues() {
    return {nullptr, -1, 1ULL << 63, "\u2581", Json::array({Json::array({"a", "b"})}), Json{{"type", "X"}}};
}

// Whatever can be loaded must be usable.
void use(const TokenizerPtr& tokenizer) {
    const Encoding encoding = tokenizer->encode(sample);
    static_cast<void>(tokenizer->encodePair(sample, "", {3, true}));
    static_cast<void>(tokenizer->decode(encoding.ids, true));
    static_cast<void>(tokenizer->decode(std::vector<std::int64_t>{-1, 1LL << 40, 0, 1}, false));
    for (const std::int64_t id : encoding.ids)
        static_cast<void>(tokenizer->tokenOf(id));
}

} // namespace

class TokenizerRegistryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNamedClassStandsInForThatOfTheFolder() {
        const std::filesystem::path folder = std::string(TRIPTYCH_TEST_DATA) + "/parity/siglip2/model";
        const auto own = loadTokenizer(folder);
        const auto named = loadTokenizer(folder, "Siglip2Tokenizer");
        QVERIFY(own && named);
        QVERIFY((*own)->facts().className == "GemmaTokenizer" && (*named)->facts().className == "Siglip2Tokenizer");
        QVERIFY((*own)->encode("a RED ring").ids != (*own)->encode("a red ring").ids);
        QVERIFY((*named)->encode("a RED ring").ids == (*own)->encode("a red ring").ids);
    }

    void choosesByFiles() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(loadTokenizer(path).error().code == ErrorCode::FileMissing);
        QVERIFY(formats::writeFileAtomically(path / "spiece.model", "x"));
        QVERIFY(loadTokenizer(path).error().code == ErrorCode::BadFormat);
        QVERIFY(
            formats::writeFileAtomically(path / "tokenizer_config.json", R"({"tokenizer_class": "OtherTokenizer"})"));
        QVERIFY(formats::writeFileAtomically(path / "spiece.model", bytesOf(data / "siglip" / "spiece.model")));
        const auto other = loadTokenizer(path);
        QVERIFY(other.error().code == ErrorCode::Unsupported);
        QVERIFY(other.error().detail.find("OtherTokenizer") != std::string::npos);
        QVERIFY(formats::writeFileAtomically(path / "tokenizer.json", R"({"model": {"type": "Trigram"}})"));
        const auto trigram = loadTokenizer(path);
        QVERIFY(trigram.error().code == ErrorCode::Unsupported);
        QVERIFY(trigram.error().detail.find("Trigram") != std::string::npos);
        QVERIFY(formats::writeFileAtomically(path / "tokenizer.json", R"({"model": {"type": "a", "type": "b"}})"));
        QVERIFY(loadTokenizer(path).error().code == ErrorCode::BadFormat);
    }

    void damagedDocumentsAreHarmless_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"bpe_words", "llama3"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }

    void damagedDocumentsAreHarmless() {
        QFETCH(QString, name);
        const auto document = formats::readJsonFile(data / name.toStdString() / "tokenizer.json");
        QVERIFY(document);
        std::vector<Json::json_pointer> paths;
        collectPaths(*document, Json::json_pointer(), paths);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/tokenizer.json";
        int refused = 0;
        for (const auto& path : paths)
            for (const Json& odd : oddValues()) {
                Json damaged = *document;
                damaged[path] = odd;
                std::ofstream(file) << damaged.dump();
                if (const auto tokenizer = loadTokenizer(folder.path().toStdString()))
                    use(*tokenizer);
                else
                    ++refused;
            }
        QVERIFY(refused > 30);
    }

    void damagedModelsAreHarmless() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::mt19937 random(1);
        for (const auto& [name, file] : {std::pair{"t5_model", "spiece.model"}, {"llama_model", "tokenizer.model"}}) {
            const std::string whole = bytesOf(data / name / file);
            QVERIFY(!whole.empty());
            std::filesystem::copy_file(data / name / "tokenizer_config.json", path / "tokenizer_config.json",
                                       std::filesystem::copy_options::overwrite_existing);
            for (int i = 0; i < 200; ++i) {
                std::string damaged = whole.substr(0, i % 3 == 0 ? random() % whole.size() : whole.size());
                for (int flips = i % 3; flips > 0 && !damaged.empty(); --flips)
                    damaged[random() % damaged.size()] = static_cast<char>(random());
                std::ofstream(path / file, std::ios::binary) << damaged;
                if (const auto tokenizer = loadTokenizer(path))
                    use(*tokenizer);
            }
            std::filesystem::remove(path / file);
        }
    }

    void deepNestingIsRefused() {
        const QTemporaryDir folder;
        std::string normalizer = R"({"type":"NFC"})";
        for (int i = 0; i < 200; ++i)
            normalizer = R"({"type":"Sequence","normalizers":[)" + normalizer + "]}";
        std::ofstream(folder.path().toStdString() + "/tokenizer.json")
            << R"({"model":{"type":"WordLevel","vocab":{"[UNK]":0}},"normalizer":)" << normalizer << "}";
        QVERIFY(loadTokenizer(folder.path().toStdString()).error().code == ErrorCode::BadFormat);
    }

    void longTextsTakeTheirTime() {
        std::string text;
        std::mt19937 random(1);
        for (int i = 0; i < 60'000; ++i)
            text += static_cast<char>('a' + random() % 26);
        for (const char* name : {"llava", "clip", "unigram_bytes", "chinese_clip", "siglip"}) {
            const auto tokenizer = loadTokenizer(data / name);
            QVERIFY(tokenizer);
            QElapsedTimer timer;
            timer.start();
            QVERIFY((*tokenizer)->encode(text, 16).ids.size() <= 16);
            QVERIFY2(timer.elapsed() < 5'000, name);
        }
    }

    void malformedTextStaysInsideItsCodePoints() {
        for (const auto& entry : std::filesystem::directory_iterator(data)) {
            if (!entry.is_directory())
                continue;
            const auto tokenizer = loadTokenizer(entry.path());
            QVERIFY(tokenizer);
            for (const Token& token : (*tokenizer)->encode("a \xff\xfe b\xe7\xba").tokens)
                QVERIFY2(token.chars.from <= token.chars.to && token.chars.to <= 7, entry.path().c_str());
        }
    }

    void severalThreadsGetTheSame() {
        const auto tokenizer = loadTokenizer(data / "clip");
        QVERIFY(tokenizer);
        const Encoding alone = (*tokenizer)->encode(sample);
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i)
                    wrong += (*tokenizer)->encode(sample).ids == alone.ids ? 0 : 1;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    // As the published classes have it.
    void flagsOfTheClassGoBeforeItsDocument() {
        const auto loaded = [](const char* name, std::string_view config) {
            const QTemporaryDir folder;
            const std::filesystem::path path = folder.path().toStdString();
            std::filesystem::copy_file(data / name / "tokenizer.json", path / "tokenizer.json");
            const auto written = formats::writeFileAtomically(path / "tokenizer_config.json", config);
            return written ? loadTokenizer(path).value_or(nullptr) : nullptr;
        };
        const auto cased = loaded("chinese_clip", R"({"tokenizer_class": "BertTokenizer", "do_lower_case": false})");
        const auto small = loaded("chinese_clip", R"({"tokenizer_class": "BertTokenizerFast"})");
        QVERIFY(cased && small);
        QVERIFY(cased->encode("A RED").ids != cased->encode("a red").ids);
        QCOMPARE(small->encode("A RED").ids, small->encode("a red").ids);
        QCOMPARE(cased->encode("a red").ids, small->encode("a red").ids);
        const auto prefixed = loaded("roberta", R"({"tokenizer_class": "RobertaTokenizer", "add_prefix_space": true})");
        const auto plain = loaded("roberta", R"({"tokenizer_class": "RobertaTokenizer"})");
        QVERIFY(prefixed && plain);
        QVERIFY(plain->encode("red").ids != plain->encode(" red").ids);
        QCOMPARE(prefixed->encode("red").ids, plain->encode(" red").ids);
    }

    void configurationsFillInWhatIsMissing() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy_file(data / "clip" / "tokenizer.json", path / "tokenizer.json");
        const auto bare = loadTokenizer(path);
        QVERIFY(bare && !(*bare)->facts().pad && !(*bare)->facts().modelMaxLength);
        QVERIFY(formats::writeFileAtomically(
            path / "tokenizer_config.json",
            R"({"model_max_length": 77, "padding_side": "left", "eos_token": {"content": "<|endoftext|>"},
                "mask_token": "<new>", "additional_special_tokens": ["<extra>"]})"));
        QVERIFY(formats::writeFileAtomically(path / "special_tokens_map.json", R"({"pad_token": "!"})"));
        const auto full = loadTokenizer(path);
        QVERIFY(full);
        const TokenizerFacts& facts = (*full)->facts();
        QCOMPARE(*facts.modelMaxLength, std::size_t(77));
        QVERIFY(facts.paddingSide == Side::Left);
        QCOMPARE(facts.eos, (*full)->idOf("<|endoftext|>"));
        QCOMPARE(facts.pad, (*full)->idOf("!"));
        QCOMPARE(*facts.mask, (*bare)->vocabularySize());
        QCOMPARE((*full)->vocabularySize(), (*bare)->vocabularySize() + 2);
        const Encoding encoding = (*full)->encode("a <new>b");
        QVERIFY(std::ranges::find(encoding.ids, *facts.mask) != encoding.ids.end());
    }
};

QTEST_GUILESS_MAIN(TokenizerRegistryTest)
#include "tokenizer_registry_test.moc"
