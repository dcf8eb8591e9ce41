// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/added_tokens.h"

#include <algorithm>

#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

std::size_t previousCharacter(std::string_view text, std::size_t position) {
    do
        --position;
    while (position > 0 && (text[position] & 0xC0) == 0x80);
    return position;
}

bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) {
    if (begin > 0) {
        std::size_t before = previousCharacter(text, begin);
        if (isWordCharacter(nextCodePoint(text, before)))
            return false;
    }
    return end == text.size() || !isWordCharacter(nextCodePoint(text, end));
}

std::size_t withoutSpaceBefore(std::string_view text, std::size_t begin, std::size_t limit) {
    while (begin > limit) {
        const std::size_t before = previousCharacter(text, begin);
        std::size_t position = before;
        if (!isWhitespace(nextCodePoint(text, position)))
            break;
        begin = before;
    }
    return std::max(begin, limit);
}

std::size_t withSpaceBehind(std::string_view text, std::size_t end) {
    for (std::size_t next = end; next < text.size(); end = next)
        if (!isWhitespace(nextCodePoint(text, next)))
            break;
    return end;
}

Result<AddedToken> readTokenFlags(const Json& entry, AddedToken token, bool normalized, const std::string& where) {
    const auto flag = [&](const char* key, bool fallback) { return jsonMemberOr<bool>(entry, key, fallback, where); };
    const auto singleWord = flag("single_word", false);
    const auto leftStrip = flag("lstrip", false);
    const auto rightStrip = flag("rstrip", false);
    const auto special = flag("special", false);
    const auto isNormalized = flag("normalized", normalized);
    for (const auto* read : {&singleWord, &leftStrip, &rightStrip, &special, &isNormalized})
        if (!*read)
            return tl::make_unexpected(read->error());
    token.singleWord = *singleWord;
    token.leftStrip = *leftStrip;
    token.rightStrip = *rightStrip;
    token.special = *special;
    token.normalized = *isNormalized;
    return token;
}

Result<AddedToken> readAddedToken(const Json& entry, const std::string& where) {
    const auto id = jsonMember<std::int64_t>(entry, "id", where);
    if (!id)
        return tl::make_unexpected(id.error());
    auto content = jsonMember<std::string>(entry, "content", where);
    if (!content)
        return tl::make_unexpected(content.error());
    if (*id < 0)
        return fail(ErrorCode::BadFormat, "An added token has a negative id.", where);
    AddedToken token;
    token.id = *id;
    token.content = std::move(*content);
    return readTokenFlags(entry, std::move(token), false, where);
}

} // namespace

AddedTokenMatcher::AddedTokenMatcher(std::vector<Needle> needles)
    : m_needles(std::move(needles)) {
    std::erase_if(m_needles, [](const Needle& needle) { return needle.text.empty(); });
    const auto firstByte = [](const Needle& needle) { return static_cast<unsigned char>(needle.text.front()); };
    std::ranges::stable_sort(m_needles, [&](const Needle& a, const Needle& b) {
        return firstByte(a) != firstByte(b) ? firstByte(a) < firstByte(b) : a.text.size() > b.text.size();
    });
    for (const Needle& needle : m_needles)
        ++m_firstOf[firstByte(needle) + 1U];
    for (std::size_t byte = 1; byte < m_firstOf.size(); ++byte)
        m_firstOf[byte] += m_firstOf[byte - 1];
}

const AddedTokenMatcher::Needle* AddedTokenMatcher::longestAt(std::string_view text, std::size_t position) const {
    const auto byte = static_cast<unsigned char>(text[position]);
    for (std::uint32_t i = m_firstOf[byte]; i < m_firstOf[byte + 1U]; ++i)
        if (text.substr(position).starts_with(m_needles[i].text))
            return &m_needles[i];
    return nullptr;
}

void AddedTokenMatcher::split(std::string_view text, std::vector<TextSection>& sections) const {
    std::size_t begin = 0;
    for (std::size_t position = 0; !m_needles.empty() && position < text.size();) {
        const Needle* found = longestAt(text, position);
        if (!found) {
            ++position;
            continue;
        }
        std::size_t left = position;
        std::size_t right = position + found->text.size();
        position = right;
        if (found->token.singleWord && !standsAlone(text, left, right))
            continue;
        if (found->token.leftStrip)
            left = withoutSpaceBefore(text, left, begin);
        if (found->token.rightStrip)
            right = withSpaceBehind(text, right);
        left = std::max(left, begin);
        if (left > begin)
            sections.push_back({begin, left, nullptr});
        if (right > left)
            sections.push_back({left, right, &found->token});
        begin = right;
    }
    if (begin < text.size())
        sections.push_back({begin, text.size(), nullptr});
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

Result<AddedToken> readTokenContent(const Json& entry, const std::string& where) {
    AddedToken token;
    token.id = -1;
    if (entry.is_string()) {
        token.content = entry.get<std::string>();
        return token;
    }
    auto content = jsonMember<std::string>(entry, "content", where);
    if (!content)
        return tl::make_unexpected(content.error());
    token.content = std::move(*content);
    return readTokenFlags(entry, std::move(token), true, where);
}

Json toJson(const std::vector<AddedToken>& tokens) {
    Json list = Json::array();
    for (const AddedToken& token : tokens)
        list.push_back({{"id", token.id},
                        {"content", token.content},
                        {"single_word", token.singleWord},
                        {"lstrip", token.leftStrip},
                        {"rstrip", token.rightStrip},
                        {"normalized", token.normalized},
                        {"special", token.special}});
    return list;
}

} // namespace triptych::text
