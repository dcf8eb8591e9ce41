// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/lexicon.h"
#include "inference/world/wording.h"

namespace triptych::world {

namespace {

constexpr Language english = Language::English;

bool startsWithVowel(std::string_view word) {
    return !word.empty() && std::string_view("aeiou").find(word.front()) != std::string_view::npos;
}

std::string_view firstWordAfterArticle(const Phrase& phrase, std::string_view noun) {
    if (phrase.size)
        return wordFor(*phrase.size, english);
    if (phrase.fill)
        return wordFor(*phrase.fill, english);
    return phrase.colour ? wordFor(*phrase.colour, english) : noun;
}

void writeEnglishPhrase(const Phrase& phrase, int index, TextBuilder& text) {
    const std::string thing = noun(phrase.shape, phrase.counted ? phrase.count : 1, english);
    if (phrase.counted)
        text.mention(countWord(phrase.count, english), Mention::Role::Count, index);
    else
        text.add(startsWithVowel(firstWordAfterArticle(phrase, thing)) ? "an" : "a");
    text.add(" ");
    const auto attribute = [&](const auto& value, Mention::Role role) {
        if (!value)
            return;
        text.mention(wordFor(*value, english), role, index);
        text.add(" ");
    };
    attribute(phrase.size, Mention::Role::Size);
    attribute(phrase.fill, Mention::Role::Fill);
    attribute(phrase.colour, Mention::Role::Colour);
    text.mention(thing, Mention::Role::Noun, index);
}

} // namespace

void writeEnglish(const Meaning& meaning, std::uint64_t wording, TextBuilder& text) {
    const bool longRelation = (wording & 1) != 0;
    const bool lastJoinedByAnd = (wording & 6) != 0;
    const int count = static_cast<int>(meaning.phrases.size());
    for (int i = 0; i < count; ++i) {
        if (i == 1 && meaning.relation) {
            const bool sideways = *meaning.relation == Relation::LeftOf || *meaning.relation == Relation::RightOf;
            text.add(sideways && longRelation ? " to the " : " ");
            text.mention(wordFor(*meaning.relation, english), Mention::Role::Relation, -1);
            text.add(" ");
        } else if (i > 0) {
            text.add(i == count - 1 && (lastJoinedByAnd || count == 2) ? " and " : ", ");
        }
        writeEnglishPhrase(meaning.phrases[static_cast<std::size_t>(i)], i, text);
    }
}

} // namespace triptych::world
