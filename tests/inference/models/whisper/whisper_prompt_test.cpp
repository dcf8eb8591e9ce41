// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_prompt.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include "inference/formats/atomic_file.h"
#include "inference/formats/json.h"
#include "inference/models/whisper/languages.h"

using namespace triptych;
using namespace triptych::models;
using namespace triptych::models::whisper;

namespace {

const std::filesystem::path fixture = TRIPTYCH_TEST_DATA "/parity/whisper/model";
constexpr const char* languages = R"("lang_to_id": {"<|en|>": 442, "<|zh|>": 443})";

std::vector<std::string> promptOf(const std::string& generation) {
    const QTemporaryDir copy;
    const std::filesystem::path path = copy.path().toStdString();
    std::filesystem::copy(fixture, path, std::filesystem::copy_options::recursive);
    const auto written = formats::writeFileAtomically(path / "generation_config.json", std::string_view(generation));
    const auto folder = formats::ModelFolder::open(path);
    const auto reader = backend::WeightReader::open(folder->weightFiles(), at::kCPU);
    const auto tokenizer = text::loadTokenizer(path);
    if (!written || !reader || !tokenizer)
        return {};
    const FamilySource source{*folder,
                              ConfigView(folder->config(), "config.json"),
                              ConfigView(formats::Json::object(), ""),
                              reader->root(),
                              *tokenizer,
                              at::kCPU,
                              {}};
    const auto read = WhisperGeneration::read(source);
    std::vector<std::string> tokens;
    if (read)
        for (const std::int64_t id : read->prompt)
            tokens.push_back((*tokenizer)->tokenOf(id));
    if (read && !read->languages.empty())
        tokens[read->languagePosition] = "heard";
    return tokens;
}

using Tokens = std::vector<std::string>;
const std::string start = "<|startoftranscript|>";

} // namespace

// As generate() of transformers' class puts prompts together.
class WhisperPromptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void languageAndTaskAreWrittenAsNamed() {
        QCOMPARE(promptOf(R"({"language": "chinese", "task": "translate"})"),
                 (Tokens{start, "<|zh|>", "<|translate|>", "<|notimestamps|>"}));
        QCOMPARE(promptOf(R"({"language": "<|zh|>"})"),
                 (Tokens{start, "<|zh|>", "<|transcribe|>", "<|notimestamps|>"}));
    }

    void whatIsForcedStandsBehindTheStart() {
        QCOMPARE(promptOf(R"({"forced_decoder_ids": [[1, 443], [2, 445]]})"),
                 (Tokens{start, "<|zh|>", "<|translate|>", "<|notimestamps|>"}));
    }

    void whatIsNamedGoesBeforeWhatIsForced() {
        QCOMPARE(promptOf(R"({"language": "en", "forced_decoder_ids": [[1, 443], [2, 445]]})"),
                 (Tokens{start, "<|en|>", "<|transcribe|>", "<|notimestamps|>"}));
    }

    void aLanguageThatIsLeftOpenIsHeard() {
        QCOMPARE(promptOf(std::string(R"({"forced_decoder_ids": [[1, null], [2, 445]], )") + languages + "}"),
                 (Tokens{start, "heard", "<|translate|>", "<|notimestamps|>"}));
    }

    void aFolderThatSaysNothingTranscribesEnglish() {
        QCOMPARE(promptOf("{}"), (Tokens{start, "<|en|>", "<|transcribe|>", "<|notimestamps|>"}));
    }

    void languagesHaveNames() {
        QCOMPARE(languageCode("Hindi"), std::string("hi"));
        QCOMPARE(languageCode("castilian"), std::string("es"));
        QCOMPARE(languageCode("yue"), std::string("yue"));
    }
};

QTEST_GUILESS_MAIN(WhisperPromptTest)
#include "whisper_prompt_test.moc"
