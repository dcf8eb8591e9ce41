// SPDX-License-Identifier: GPL-3.0-or-later
#include <unordered_set>

#include "inference/formats/atomic_file.h"
#include "inference/text/wordpiece.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

constexpr std::int64_t maxId = 10'000'000;

// The type of one part of the pipeline, which must be `expected`: another one would cut the text differently.
Result<void> requireType(const Json& document, const char* part, const char* expected, const std::string& where) {
    const auto found = document.find(part);
    if (found == document.end() || found->is_null())
        return fail(ErrorCode::Unsupported,
                    "The tokenizer has no " + std::string(part) + "; " + expected + " is supported.", where);
    const auto type = jsonMember<std::string>(*found, "type", where + " \"" + part + "\"");
    if (!type)
        return tl::make_unexpected(type.error());
    if (*type != expected)
        return fail(ErrorCode::Unsupported,
                    "The " + std::string(part) + " \"" + *type + "\" is not supported; " + expected + " is.", where);
    return {};
}

Result<BertNormalizer> readNormalizer(const Json& entry, const std::string& where) {
    const auto cleanText = jsonMemberOr<bool>(entry, "clean_text", true, where);
    const auto chinese = jsonMemberOr<bool>(entry, "handle_chinese_chars", true, where);
    const auto lowercase = jsonMemberOr<bool>(entry, "lowercase", true, where);
    const auto accents = jsonMemberOr<bool>(entry, "strip_accents", lowercase.value_or(true), where);
    for (const auto* read : {&cleanText, &chinese, &lowercase, &accents})
        if (!*read)
            return tl::make_unexpected(read->error());
    const bool accentsGiven = entry.contains("strip_accents") && !entry["strip_accents"].is_null();
    return BertNormalizer{*cleanText, *chinese, accentsGiven ? std::optional(*accents) : std::nullopt, *lowercase};
}

Result<std::map<std::string, std::int64_t>> readVocabulary(const Json& model, const std::string& where) {
    const auto entries = model.find("vocab");
    if (entries == model.end() || !entries->is_object() || entries->empty())
        return fail(ErrorCode::BadFormat, "The tokenizer has no vocabulary.", where);
    std::map<std::string, std::int64_t> vocabulary;
    std::unordered_set<std::int64_t> ids;
    for (const auto& [token, id] : entries->items()) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > maxId)
            return fail(ErrorCode::BadFormat,
                        "The id of \"" + token + "\" is not a whole number from 0 to " + std::to_string(maxId) + ".",
                        where);
        if (!ids.insert(id.get<std::int64_t>()).second)
            return fail(ErrorCode::BadFormat, "The id of \"" + token + "\" is given to two tokens.", where);
        vocabulary.emplace(token, id.get<std::int64_t>());
    }
    return vocabulary;
}

Result<void> readModel(const Json& model, WordPieceSpec& spec, const std::string& where) {
    auto vocabulary = readVocabulary(model, where);
    if (!vocabulary)
        return tl::make_unexpected(vocabulary.error());
    const auto unknown = jsonMemberOr<std::string>(model, "unk_token", spec.unknownToken, where);
    const auto continuation = jsonMemberOr<std::string>(model, "continuing_subword_prefix", spec.continuation, where);
    for (const auto* read : {&unknown, &continuation})
        if (!*read)
            return tl::make_unexpected(read->error());
    const auto maxChars = jsonMemberOr<int>(model, "max_input_chars_per_word", spec.maxCharsPerWord, where);
    if (!maxChars)
        return tl::make_unexpected(maxChars.error());
    if (!vocabulary->contains(*unknown))
        return fail(ErrorCode::BadFormat, "The unknown token \"" + *unknown + "\" is not in the vocabulary.", where);
    if (*maxChars < 1 || *maxChars > 10'000)
        return fail(ErrorCode::BadFormat, "\"max_input_chars_per_word\" must be from 1 to 10000.", where);
    spec.vocabulary = std::move(*vocabulary);
    spec.unknownToken = *unknown;
    spec.continuation = *continuation;
    spec.maxCharsPerWord = *maxChars;
    return {};
}

Result<void> checkIds(const WordPieceSpec& spec, const std::string& where) {
    for (const AddedToken& token : spec.addedTokens)
        if (token.id > maxId)
            return fail(ErrorCode::BadFormat, "The id of \"" + token.content + "\" is too large.", where);
    for (const auto* tokens : {&spec.frame.before, &spec.frame.after})
        for (const SpecialToken& token : *tokens)
            if (token.id < 0 || token.id > maxId)
                return fail(ErrorCode::BadFormat, "The id of \"" + token.text + "\" is out of range.", where);
    return {};
}

} // namespace

Result<WordPieceSpec> parseWordPiece(const Json& document, const std::string& where) {
    if (!document.is_object() || !document.contains("model"))
        return fail(ErrorCode::BadFormat, "The file has no \"model\". It is not a tokenizer.json.", where);
    const auto checked =
        requireType(document, "model", "WordPiece", where)
            .and_then([&] { return requireType(document, "normalizer", "BertNormalizer", where); })
            .and_then([&] { return requireType(document, "pre_tokenizer", "BertPreTokenizer", where); });
    if (!checked)
        return tl::make_unexpected(checked.error());
    WordPieceSpec spec;
    auto normalizer = readNormalizer(document["normalizer"], where + " \"normalizer\"");
    if (!normalizer)
        return tl::make_unexpected(normalizer.error());
    spec.normalizer = *normalizer;
    if (auto read = readModel(document["model"], spec, where + " \"model\""); !read)
        return tl::make_unexpected(read.error());
    auto added = readAddedTokens(document, where);
    if (!added)
        return tl::make_unexpected(added.error());
    spec.addedTokens = std::move(*added);
    auto frame = readSequenceFrame(document, where);
    if (!frame)
        return tl::make_unexpected(frame.error());
    spec.frame = std::move(*frame);
    if (auto checkedIds = checkIds(spec, where); !checkedIds)
        return tl::make_unexpected(checkedIds.error());
    return spec;
}

Json toJson(const WordPieceSpec& spec) {
    const auto accents = spec.normalizer.stripAccents;
    return {
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", toJson(spec.addedTokens)},
        {"normalizer",
         {{"type", "BertNormalizer"},
          {"clean_text", spec.normalizer.cleanText},
          {"handle_chinese_chars", spec.normalizer.handleChineseChars},
          {"strip_accents", accents ? Json(*accents) : Json(nullptr)},
          {"lowercase", spec.normalizer.lowercase}}},
        {"pre_tokenizer", Json::object({{"type", "BertPreTokenizer"}})},
        {"post_processor", toJson(spec.frame)},
        {"decoder", {{"type", "WordPiece"}, {"prefix", spec.continuation}, {"cleanup", true}}},
        {"model",
         {{"type", "WordPiece"},
          {"unk_token", spec.unknownToken},
          {"continuing_subword_prefix", spec.continuation},
          {"max_input_chars_per_word", spec.maxCharsPerWord},
          {"vocab", spec.vocabulary}}},
    };
}

Result<void> writeWordPiece(const std::filesystem::path& folder, const WordPieceSpec& spec) {
    const std::filesystem::path file = folder / "tokenizer.json";
    try {
        return formats::writeFileAtomically(file, toJson(spec).dump(1) + "\n");
    } catch (const Json::exception&) {
        return fail(ErrorCode::InvalidInput, "A token is not valid UTF-8.", file.string());
    }
}

} // namespace triptych::text
