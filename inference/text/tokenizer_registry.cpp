// SPDX-License-Identifier: GPL-3.0-or-later
// A new kind of tokenizer files is one reader and one line of this table.
#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "inference/formats/json.h"
#include "inference/text/ctc_letters.h"
#include "inference/text/legacy_files.h"
#include "inference/text/pipeline.h"
#include "inference/text/sentencepiece.h"
#include "inference/text/tokenizer.h"

namespace triptych::text {

using formats::Json;

namespace {

Result<TokenizerPtr> fromDocument(const Json& document, const TokenizerConfig& config, const std::string& where) {
    return readPipeline(document, where).map([&](PipelineParts parts) {
        return makePipeline(std::move(parts), config);
    });
}

// SigLIP 2 was trained on small letters; its class says so, the file that it took over from Gemma does not.
constexpr std::string_view lowercasingClass = "Siglip2Tokenizer";

void lowercaseFirst(Json& document) {
    Json steps = Json::array({{{"type", "Lowercase"}}});
    if (const auto own = document.find("normalizer"); own != document.end() && own->is_object())
        steps.push_back(*own);
    document["normalizer"] = {{"type", "Sequence"}, {"normalizers", std::move(steps)}};
}

bool isOneOf(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// Classes that cut words into bytes and are told by their configuration whether a text begins like a word within it.
constexpr std::array<std::string_view, 4> prefixedClasses{"RobertaTokenizer", "GPT2Tokenizer", "WhisperTokenizer",
                                                          "Qwen2Tokenizer"};

void setPrefixSpace(Json& preTokenizer, bool adds) {
    if (!preTokenizer.is_object())
        return;
    if (preTokenizer.value("type", Json()) == "ByteLevel")
        preTokenizer["add_prefix_space"] = adds;
    if (const auto steps = preTokenizer.find("pretokenizers"); steps != preTokenizer.end() && steps->is_array())
        for (Json& step : *steps)
            setPrefixSpace(step, adds);
}

// The published classes let flags of tokenizer_config.json, and where it has none their own defaults, go before what
// tokenizer.json says.
void applyClassFlags(Json& document, const TokenizerConfig& config) {
    if (!document.is_object())
        return;
    if (config.className == lowercasingClass)
        lowercaseFirst(document);
    else if (config.className == "BertTokenizer")
        document["normalizer"] = bertNormalizer(config);
    else if (isOneOf(prefixedClasses, config.className) && document.contains("pre_tokenizer"))
        setPrefixSpace(document["pre_tokenizer"], config.flag("add_prefix_space", false));
}

Result<TokenizerPtr> readJson(const std::filesystem::path& folder, TokenizerConfig& config) {
    const std::filesystem::path file = folder / "tokenizer.json";
    return formats::readJsonFile(file, formats::tokenizerJsonLimits).and_then([&](Json&& document) {
        applyClassFlags(document, config);
        return fromDocument(document, config, file.string());
    });
}

Result<TokenizerPtr> readBpeFiles(const std::filesystem::path& folder, TokenizerConfig& config) {
    return documentOfBpeFiles(folder, config).and_then([&](const Json& document) {
        return fromDocument(document, config, folder.string());
    });
}

Result<TokenizerPtr> readVocabularyText(const std::filesystem::path& folder, TokenizerConfig& config) {
    return documentOfVocabularyText(folder, config).and_then([&](const Json& document) {
        return fromDocument(document, config, folder.string());
    });
}

template<const char* const& Name>
Result<TokenizerPtr> readModelFile(const std::filesystem::path& folder, TokenizerConfig& config) {
    return readSentencePiece(folder / Name, config);
}

constexpr const char* spieceName = "spiece.model";
constexpr const char* bpeName = "sentencepiece.bpe.model";
constexpr const char* modelName = "tokenizer.model";

struct FileReader {
    std::array<const char*, 2> files; // all must be there; the second may be null
    Result<TokenizerPtr> (*read)(const std::filesystem::path& folder, TokenizerConfig& config);
};

// The first whose files are there is used.
constexpr std::array fileReaders{
    FileReader{{"tokenizer.json", nullptr}, readJson},
    FileReader{{"vocab.json", "merges.txt"}, readBpeFiles},
    FileReader{{"vocab.txt", nullptr}, readVocabularyText},
    FileReader{{spieceName, nullptr}, readModelFile<spieceName>},
    FileReader{{bpeName, nullptr}, readModelFile<bpeName>},
    FileReader{{modelName, nullptr}, readModelFile<modelName>},
    FileReader{{"vocab.json", nullptr}, readCtcLetters},
};

bool hasAll(const std::filesystem::path& folder, const FileReader& reader) {
    std::error_code ignored;
    for (const char* name : reader.files)
        if (name && !std::filesystem::exists(folder / name, ignored))
            return false;
    return true;
}

} // namespace

Result<TokenizerPtr> loadTokenizer(const std::filesystem::path& folder, const std::string& className) {
    auto config = readTokenizerConfig(folder);
    if (!config)
        return tl::make_unexpected(config.error());
    if (!className.empty())
        config->className = className;
    for (const FileReader& reader : fileReaders)
        if (hasAll(folder, reader))
            return reader.read(folder, *config);
    return fail(ErrorCode::FileMissing,
                "The folder has no tokenizer: neither tokenizer.json nor a SentencePiece model nor vocab.json or "
                "vocab.txt.",
                folder.string());
}

} // namespace triptych::text
