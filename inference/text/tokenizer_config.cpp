// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/tokenizer_config.h"

#include <algorithm>
#include <array>

namespace triptych::text {

using formats::Json;
using formats::jsonMemberOr;

namespace {

constexpr std::array roleNames{"bos_token", "eos_token", "unk_token", "sep_token",
                               "cls_token", "pad_token", "mask_token"};

struct ClassDefaults {
    std::string_view className;
    // In the order of roleNames; empty for none.
    std::array<const char*, roleNames.size()> tokens;
};

constexpr std::array classDefaults{
    ClassDefaults{"CLIPTokenizer", {"<|startoftext|>", "<|endoftext|>", "<|endoftext|>", "", "", "<|endoftext|>", ""}},
    ClassDefaults{"GPT2Tokenizer", {"<|endoftext|>", "<|endoftext|>", "<|endoftext|>", "", "", "", ""}},
    ClassDefaults{"WhisperTokenizer", {"<|endoftext|>", "<|endoftext|>", "<|endoftext|>", "", "", "", ""}},
    ClassDefaults{"RobertaTokenizer", {"<s>", "</s>", "<unk>", "</s>", "<s>", "<pad>", "<mask>"}},
    ClassDefaults{"XLMRobertaTokenizer", {"<s>", "</s>", "<unk>", "</s>", "<s>", "<pad>", "<mask>"}},
    ClassDefaults{"BertTokenizer", {"", "", "[UNK]", "[SEP]", "[CLS]", "[PAD]", "[MASK]"}},
    ClassDefaults{"LlamaTokenizer", {"<s>", "</s>", "<unk>", "", "", "", ""}},
    ClassDefaults{"Qwen2Tokenizer", {"", "<|endoftext|>", "<|endoftext|>", "", "", "<|endoftext|>", ""}},
    ClassDefaults{"T5Tokenizer", {"", "</s>", "<unk>", "", "", "<pad>", ""}},
    ClassDefaults{"SiglipTokenizer", {"", "</s>", "<unk>", "", "", "</s>", ""}},
    ClassDefaults{"Wav2Vec2CTCTokenizer", {"<s>", "</s>", "<unk>", "", "", "<pad>", ""}},
};

constexpr std::size_t siglipLength = 64;

// The roles that a file names; `known` are the tokens whose flags are given elsewhere.
Result<void> readRoles(const Json& document, RoleTokens& roles, const std::string& where) {
    for (const char* name : roleNames) {
        const auto entry = document.find(name);
        if (entry == document.end() || entry->is_null() || roles.contains(name))
            continue;
        auto token = readTokenContent(*entry, where + " \"" + name + "\"");
        if (!token)
            return tl::make_unexpected(token.error());
        token->special = true;
        roles.emplace(name, std::move(*token));
    }
    return {};
}

Result<void> readExtras(const Json& document, std::vector<AddedToken>& extras, const std::string& where) {
    for (const char* key : {"extra_special_tokens", "additional_special_tokens"}) {
        const auto entries = document.find(key);
        if (entries == document.end() || !(entries->is_array() || entries->is_object()))
            continue;
        for (const Json& entry : *entries) {
            auto token = readTokenContent(entry, where + " \"" + key + "\"");
            if (!token)
                return tl::make_unexpected(token.error());
            token->special = true;
            extras.push_back(std::move(*token));
        }
    }
    return {};
}

Result<void> readAddedTokensDecoder(const Json& document, TokenizerConfig& config, const std::string& where) {
    const auto entries = document.find("added_tokens_decoder");
    if (entries == document.end() || !entries->is_object())
        return {};
    for (const auto& [key, entry] : entries->items()) {
        auto token = readTokenContent(entry, where + " \"added_tokens_decoder\"");
        if (!token)
            return tl::make_unexpected(token.error());
        const bool isId = !key.empty() && key.size() < 10 && key.find_first_not_of("0123456789") == std::string::npos;
        if (!isId)
            return fail(ErrorCode::BadFormat, "\"" + key + "\" in \"added_tokens_decoder\" is not an id.", where);
        token->id = std::stoll(key);
        config.addedTokens.emplace(token->id, std::move(*token));
    }
    return {};
}

// The number stands for "no limit" in several spellings.
std::optional<std::size_t> lengthOf(const Json& value) {
    constexpr double largest = 1e9;
    if (!value.is_number() || value.get<double>() < 1 || value.get<double>() > largest)
        return std::nullopt;
    return value.get<std::size_t>();
}

// Classes of decoders, which pad in front of the text.
bool padsLeft(std::string_view className) {
    constexpr std::array classes{"LlamaTokenizer",  "CodeLlamaTokenizer", "GemmaTokenizer",
                                 "CohereTokenizer", "Siglip2Tokenizer",   "XLNetTokenizer"};
    return std::ranges::find(classes, className) != classes.end();
}

Result<Side> readSide(const Json& document, const char* key, Side fallback, const std::string& where) {
    return jsonMemberOr<std::string>(document, key, fallback == Side::Left ? "left" : "right", where)
        .map([](const std::string& side) { return side == "left" ? Side::Left : Side::Right; });
}

Result<void> readMain(TokenizerConfig& config, const std::string& where) {
    const Json& document = config.raw;
    if (!document.is_object())
        return fail(ErrorCode::BadFormat, "The file is not an object.", where);
    const auto className = jsonMemberOr<std::string>(document, "tokenizer_class", "", where);
    if (!className)
        return tl::make_unexpected(className.error());
    config.className = *className;
    if (config.className.ends_with("Fast"))
        config.className.resize(config.className.size() - 4);
    const Side usual = padsLeft(config.className) ? Side::Left : Side::Right;
    const auto paddingSide = readSide(document, "padding_side", usual, where);
    const auto truncationSide = readSide(document, "truncation_side", Side::Right, where);
    const auto cleanUp = jsonMemberOr<bool>(document, "clean_up_tokenization_spaces", false, where);
    if (!cleanUp)
        return tl::make_unexpected(cleanUp.error());
    for (const auto* side : {&paddingSide, &truncationSide})
        if (!*side)
            return tl::make_unexpected(side->error());
    config.paddingSide = *paddingSide;
    config.truncationSide = *truncationSide;
    config.cleanUpSpaces = *cleanUp;
    if (const auto length = document.find("model_max_length"); length != document.end())
        config.modelMaxLength = lengthOf(*length);
    return readRoles(document, config.roles, where)
        .and_then([&] { return readExtras(document, config.extraSpecialTokens, where); })
        .and_then([&] { return readAddedTokensDecoder(document, config, where); });
}

// added_tokens.json of old folders: token to id.
Result<void> readOldAddedTokens(const Json& document, TokenizerConfig& config, const std::string& where) {
    if (!document.is_object())
        return fail(ErrorCode::BadFormat, "The file is not an object.", where);
    for (const auto& [content, id] : document.items()) {
        if (!id.is_number_integer())
            return fail(ErrorCode::BadFormat, "The id of \"" + content + "\" is not a whole number.", where);
        AddedToken token;
        token.id = id.get<std::int64_t>();
        token.content = content;
        token.special = false;
        token.normalized = true;
        config.addedTokens.emplace(token.id, std::move(token));
    }
    return {};
}

// The document of a file; null where there is none.
Result<Json> readIfThere(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return Json(nullptr);
    return formats::readJsonFile(file);
}

} // namespace

void fillClassDefaults(TokenizerConfig& config) {
    for (const ClassDefaults& defaults : classDefaults) {
        if (defaults.className != config.className)
            continue;
        for (std::size_t i = 0; i < roleNames.size(); ++i) {
            const bool given = config.roles.contains(roleNames[i]) || config.raw.contains(roleNames[i]);
            if (given || *defaults.tokens[i] == '\0')
                continue;
            AddedToken token;
            token.id = -1;
            token.content = defaults.tokens[i];
            config.roles.emplace(roleNames[i], std::move(token));
        }
    }
    if (config.className == "SiglipTokenizer" && !config.raw.contains("model_max_length"))
        config.modelMaxLength = siglipLength;
}

bool TokenizerConfig::flag(const char* key, bool fallback) const {
    const auto entry = raw.find(key);
    return entry != raw.end() && entry->is_boolean() ? entry->get<bool>() : fallback;
}

Result<TokenizerConfig> readTokenizerConfig(const std::filesystem::path& folder) {
    TokenizerConfig config;
    const auto visit = [&](const char* name, auto read) -> Result<void> {
        const std::filesystem::path file = folder / name;
        auto document = readIfThere(file);
        if (!document)
            return tl::make_unexpected(document.error());
        return document->is_null() ? Result<void>{} : read(*document, file.string());
    };
    const auto all =
        visit("tokenizer_config.json",
              [&](Json& document, const std::string& where) {
                  config.raw = std::move(document);
                  return readMain(config, where);
              })
            .and_then([&] {
                return visit("special_tokens_map.json", [&](Json& document, const std::string& where) {
                    return readRoles(document, config.roles, where).and_then([&] {
                        return config.extraSpecialTokens.empty()
                                   ? readExtras(document, config.extraSpecialTokens, where)
                                   : Result<void>{};
                    });
                });
            })
            .and_then([&] {
                return visit("added_tokens.json", [&](Json& document, const std::string& where) {
                    return config.addedTokens.empty() ? readOldAddedTokens(document, config, where) : Result<void>{};
                });
            });
    if (!all)
        return tl::make_unexpected(all.error());
    fillClassDefaults(config);
    return config;
}

} // namespace triptych::text
