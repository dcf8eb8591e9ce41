// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/added_tokens.h"

#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

struct Needle {
    std::u32string content;
    const AddedToken* token;
};

bool isWordCharacter(char32_t c) {
    return isAlphanumeric(c) || c == U'_';
}

bool standsAlone(std::u32string_view text, std::size_t begin, std::size_t end) {
    return (begin == 0 || !isWordCharacter(text[begin - 1])) && (end == text.size() || !isWordCharacter(text[end]));
}

const Needle* longestAt(std::u32string_view text, std::size_t position, const std::vector<Needle>& needles) {
    const Needle* best = nullptr;
    for (const Needle& needle : needles) {
        if (text.compare(position, needle.content.size(), needle.content) != 0)
            continue;
        if (needle.token->singleWord && !standsAlone(text, position, position + needle.content.size()))
            continue;
        if (!best || needle.content.size() > best->content.size())
            best = &needle;
    }
    return best;
}

Result<AddedToken> readAddedToken(const Json& entry, const std::string& where) {
    const auto id = jsonMember<std::int64_t>(entry, "id", where);
    if (!id)
        return tl::make_unexpected(id.error());
    auto content = jsonMember<std::string>(entry, "content", where);
    if (!content)
        return tl::make_unexpected(content.error());
    const auto flag = [&](const char* key) { return jsonMemberOr<bool>(entry, key, false, where); };
    const auto singleWord = flag("single_word");
    const auto leftStrip = flag("lstrip");
    const auto rightStrip = flag("rstrip");
    const auto special = flag("special");
    const auto normalized = flag("normalized");
    for (const auto* read : {&singleWord, &leftStrip, &rightStrip, &special, &normalized})
        if (!*read)
            return tl::make_unexpected(read->error());
    if (*id < 0 || content->empty())
        return fail(ErrorCode::BadFormat, "An added token has a negative id or no content.", where);
    if (*normalized && !*special)
        return fail(ErrorCode::Unsupported,
                    "The added token \"" + *content + "\" must be found in normalised text, which is not supported.",
                    where);
    return AddedToken{*id, std::move(*content), *singleWord, *leftStrip, *rightStrip, *special};
}

} // namespace

std::vector<TextSection> splitAtAddedTokens(std::u32string_view text, const std::vector<AddedToken>& tokens) {
    std::vector<Needle> needles;
    for (const AddedToken& token : tokens)
        needles.push_back({decodeUtf8(token.content), &token});

    std::vector<TextSection> sections;
    std::size_t begin = 0;
    for (std::size_t position = 0; position < text.size();) {
        const Needle* found = longestAt(text, position, needles);
        if (!found) {
            ++position;
            continue;
        }
        std::size_t left = position;
        std::size_t right = position + found->content.size();
        while (found->token->leftStrip && left > begin && isWhitespace(text[left - 1]))
            --left;
        while (found->token->rightStrip && right < text.size() && isWhitespace(text[right]))
            ++right;
        if (left > begin)
            sections.push_back({begin, left, nullptr});
        sections.push_back({left, right, found->token});
        begin = position = right;
    }
    if (begin < text.size())
        sections.push_back({begin, text.size(), nullptr});
    return sections;
}

Result<std::vector<AddedToken>> readAddedTokens(const Json& document, const std::string& where) {
    std::vector<AddedToken> tokens;
    const auto list = document.find("added_tokens");
    if (list == document.end() || list->is_null())
        return tokens;
    if (!list->is_array())
        return fail(ErrorCode::BadFormat, "\"added_tokens\" is not a list.", where);
    for (const Json& entry : *list) {
        auto token = readAddedToken(entry, where + " \"added_tokens\"");
        if (!token)
            return tl::make_unexpected(token.error());
        tokens.push_back(std::move(*token));
    }
    return tokens;
}

Json toJson(const std::vector<AddedToken>& tokens) {
    Json list = Json::array();
    for (const AddedToken& token : tokens)
        list.push_back({{"id", token.id},
                        {"content", token.content},
                        {"single_word", token.singleWord},
                        {"lstrip", token.leftStrip},
                        {"rstrip", token.rightStrip},
                        {"normalized", false},
                        {"special", token.special}});
    return list;
}

} // namespace triptych::text
