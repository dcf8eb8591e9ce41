// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/legacy_files.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "inference/formats/file_bytes.h"
#include "inference/text/pattern.h"
#include "inference/text/template_json.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;

namespace {

Result<std::vector<std::string>> readLines(const std::filesystem::path& file) {
    const auto mapped = formats::MappedFile::open(file);
    if (!mapped)
        return tl::make_unexpected(mapped.error());
    const auto bytes = mapped->bytes();
    std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::vector<std::string> lines;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string line(rest.substr(0, end));
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

Json byteLevel(bool addPrefixSpace, bool useRegex) {
    return {
        {"type", "ByteLevel"}, {"add_prefix_space", addPrefixSpace}, {"trim_offsets", true}, {"use_regex", useRegex}};
}

Json splitAt(const char* expression, const char* behavior, bool invert) {
    return {{"type", "Split"}, {"pattern", {{"Regex", expression}}}, {"behavior", behavior}, {"invert", invert}};
}

Json sequence(const char* key, Json steps) {
    return {{"type", "Sequence"}, {key, std::move(steps)}};
}

// The token of a role with its id, as the post-processors want it.
class Roles {
public:
    Roles(const TokenizerConfig& config, const Json& vocabulary)
        : m_config(config)
        , m_vocabulary(vocabulary) {}

    [[nodiscard]] std::string tokenOf(const char* role) const {
        const auto found = m_config.roles.find(role);
        return found == m_config.roles.end() ? std::string() : found->second.content;
    }
    // -1 for a token that does not exist.
    [[nodiscard]] std::int64_t idOf(const std::string& token) const {
        if (const auto known = m_vocabulary.find(token); known != m_vocabulary.end() && known->is_number_integer())
            return known->get<std::int64_t>();
        for (const auto& [id, added] : m_config.addedTokens)
            if (added.content == token)
                return id;
        return -1;
    }
    [[nodiscard]] Json pairOf(const char* role) const {
        const std::string token = tokenOf(role);
        return Json::array({token, idOf(token)});
    }

private:
    const TokenizerConfig& m_config;
    const Json& m_vocabulary;
};

auto idsOf(const Roles& roles) {
    return [&roles](const std::string& token) { return roles.idOf(token); };
}

Json robertaFrame(const Roles& roles, const char* first, const char* last, bool trim, bool addPrefixSpace) {
    return {{"type", "RobertaProcessing"},
            {"cls", roles.pairOf(first)},
            {"sep", roles.pairOf(last)},
            {"trim_offsets", trim},
            {"add_prefix_space", addPrefixSpace}};
}

void makeClip(Json& document, const Roles& roles) {
    document["model"]["end_of_word_suffix"] = "</w>";
    document["model"]["unk_token"] = roles.tokenOf("unk_token");
    document["normalizer"] = sequence(
        "normalizers", {{{"type", "NFC"}},
                        {{"type", "Replace"}, {"pattern", {{"Regex", whitespaceExpression}}}, {"content", " "}},
                        {{"type", "Lowercase"}}});
    document["pre_tokenizer"] =
        sequence("pretokenizers", {splitAt(clipExpression, "Removed", true), byteLevel(false, true)});
    document["post_processor"] = robertaFrame(roles, "bos_token", "eos_token", false, false);
}

void makeQwen2(Json& document, bool addPrefixSpace) {
    document["normalizer"] = {{"type", "NFC"}};
    document["pre_tokenizer"] =
        sequence("pretokenizers", {splitAt(qwen2Expression, "Isolated", false), byteLevel(addPrefixSpace, false)});
}

// The prompt that says what to transcribe; language and task only where the configuration names them.
void frameWhisper(Json& document, const TokenizerConfig& config, const Roles& roles) {
    std::vector<std::string> prefix{"<|startoftranscript|>"};
    const auto text = [&](const char* key) {
        const auto found = config.raw.find(key);
        return found != config.raw.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (const std::string language = text("language"); !language.empty())
        prefix.push_back("<|" + language + "|>");
    if (const std::string task = text("task"); !task.empty())
        prefix.push_back("<|" + task + "|>");
    if (!config.flag("predict_timestamps", false))
        prefix.emplace_back("<|notimestamps|>");
    const auto unknown = [&](const std::string& token) { return roles.idOf(token) < 0; };
    const std::string end = roles.tokenOf("eos_token");
    if (std::ranges::any_of(prefix, unknown) || unknown(end))
        return;
    Json single = Json::array();
    for (const std::string& token : prefix)
        single.push_back(specialStep(token, 0));
    single.push_back(sequenceStep("A", 0));
    Json pair = single;
    single.push_back(specialStep(end, 0));
    pair.push_back(sequenceStep("B", 1));
    pair.push_back(specialStep(end, 1));
    prefix.push_back(end);
    document["post_processor"] = templateOf(std::move(single), std::move(pair), prefix, idsOf(roles));
}

// For folders whose tokenizer_config.json does not name the class.
std::string guessedClass(const Json& vocabulary) {
    const auto has = [&](const char* token) { return vocabulary.contains(token); };
    if (has("<|startoftext|>") && has("a</w>"))
        return "CLIPTokenizer";
    return has("<s>") && has("</s>") && has("<mask>") ? "RobertaTokenizer" : "GPT2Tokenizer";
}

Result<Json> readMergeLines(const std::filesystem::path& file) {
    auto lines = readLines(file);
    if (!lines)
        return tl::make_unexpected(lines.error());
    Json merges = Json::array();
    for (std::string& line : *lines)
        if (!line.empty() && !line.starts_with("#version")) {
            if (!isAscii(line) && encodeUtf8(decodeUtf8(line)) != line)
                return fail(ErrorCode::BadFormat, "The file is not UTF-8.", file.string());
            merges.push_back(std::move(line));
        }
    return merges;
}

} // namespace

Result<Json> documentOfBpeFiles(const std::filesystem::path& folder, TokenizerConfig& config) {
    auto vocabulary = formats::readJsonFile(folder / "vocab.json", formats::tokenizerJsonLimits);
    if (!vocabulary)
        return vocabulary;
    auto merges = readMergeLines(folder / "merges.txt");
    if (!merges)
        return merges;
    if (config.className.empty() && vocabulary->is_object()) {
        config.className = guessedClass(*vocabulary);
        fillClassDefaults(config);
    }
    constexpr std::array known{"CLIPTokenizer",    "GPT2Tokenizer", "Qwen2Tokenizer",
                               "RobertaTokenizer", "BartTokenizer", "WhisperTokenizer"};
    if (std::ranges::find(known, config.className) == known.end())
        return fail(ErrorCode::Unsupported,
                    "Tokenizers of class \"" + config.className + "\" need a tokenizer.json, which the folder lacks.",
                    folder.string());
    Json document = {{"model", {{"type", "BPE"}, {"vocab", std::move(*vocabulary)}, {"merges", std::move(*merges)}}},
                     {"decoder", {{"type", "ByteLevel"}}}};
    const bool addPrefixSpace = config.flag("add_prefix_space", false);
    document["pre_tokenizer"] = byteLevel(addPrefixSpace, true);
    const Roles roles(config, document["model"]["vocab"]);
    if (config.className == "CLIPTokenizer")
        makeClip(document, roles);
    else if (config.className == "Qwen2Tokenizer")
        makeQwen2(document, addPrefixSpace);
    else if (config.className == "WhisperTokenizer")
        frameWhisper(document, config, roles);
    else if (config.className != "GPT2Tokenizer")
        document["post_processor"] =
            robertaFrame(roles, "cls_token", "sep_token", config.flag("trim_offsets", true), addPrefixSpace);
    return document;
}

Json bertNormalizer(const TokenizerConfig& config) {
    const auto strip = config.raw.find("strip_accents");
    const Json accents = strip != config.raw.end() && strip->is_boolean() ? *strip : Json(nullptr);
    return {{"type", "BertNormalizer"},
            {"clean_text", true},
            {"handle_chinese_chars", config.flag("tokenize_chinese_chars", true)},
            {"strip_accents", accents},
            {"lowercase", config.flag("do_lower_case", true)}};
}

Result<Json> documentOfVocabularyText(const std::filesystem::path& folder, TokenizerConfig& config) {
    auto lines = readLines(folder / "vocab.txt");
    if (!lines)
        return tl::make_unexpected(lines.error());
    if (config.className.empty()) {
        config.className = "BertTokenizer";
        fillClassDefaults(config);
    }
    Json vocabulary = Json::object();
    std::int64_t id = 0;
    for (const std::string& line : *lines) {
        const std::size_t end = line.find_last_not_of(" \t\r\n");
        vocabulary[encodeUtf8(decodeUtf8(line.substr(0, end == std::string::npos ? 0 : end + 1)))] = id++;
    }
    Json document = {{"normalizer", bertNormalizer(config)},
                     {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
                     {"decoder", {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}}}};
    const Roles roles(config, vocabulary);
    const std::string first = roles.tokenOf("cls_token");
    const std::string last = roles.tokenOf("sep_token");
    if (roles.idOf(first) >= 0 && roles.idOf(last) >= 0)
        document["post_processor"] = templateOf({specialStep(first, 0), sequenceStep("A", 0), specialStep(last, 0)},
                                                {specialStep(first, 0), sequenceStep("A", 0), specialStep(last, 0),
                                                 sequenceStep("B", 1), specialStep(last, 1)},
                                                {first, last}, idsOf(roles));
    document["model"] = {{"type", "WordPiece"}, {"unk_token", roles.tokenOf("unk_token")}};
    document["model"]["vocab"] = std::move(vocabulary);
    return document;
}

} // namespace triptych::text
