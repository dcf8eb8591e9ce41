// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/wording.h"

#include <algorithm>
#include <utility>

namespace triptych::world {

namespace {

int countOfCodePoints(std::string_view utf8) {
    return static_cast<int>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

void TextBuilder::add(std::string_view words) {
    m_text += words;
    m_length += countOfCodePoints(words);
}

void TextBuilder::mention(std::string_view words, Mention::Role role, int phrase) {
    Mention mention;
    mention.chars.from = m_length;
    add(words);
    mention.chars.to = m_length;
    mention.role = role;
    mention.phrase = phrase;
    if (phrase >= 0 && static_cast<std::size_t>(phrase) < m_objects.size())
        mention.objects = m_objects[static_cast<std::size_t>(phrase)];
    m_mentions.push_back(std::move(mention));
}

Caption phrase(const Meaning& meaning, const std::vector<std::vector<int>>& objects, Language language,
               std::uint64_t wording) {
    TextBuilder text(objects);
    if (language == Language::English)
        writeEnglish(meaning, wording, text);
    else
        writeChinese(meaning, wording, text);
    Caption caption;
    caption.language = language;
    caption.wording = wording;
    caption.text = text.takeText();
    caption.meaning = meaning;
    caption.mentions = text.takeMentions();
    return caption;
}

std::string_view toString(Language language) {
    return language == Language::English ? "en" : "zh";
}

} // namespace triptych::world
