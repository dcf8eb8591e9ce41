// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/lexicon.h"
#include "inference/world/wording.h"

namespace triptych::world {

namespace {

constexpr Language chinese = Language::Chinese;

void writeChinesePhrase(const Phrase& phrase, int index, TextBuilder& text) {
    if (phrase.counted)
        text.mention(countWord(phrase.count, chinese), Mention::Role::Count, index);
    else
        text.add(countWord(1, chinese));
    if (phrase.size)
        text.mention(wordFor(*phrase.size, chinese), Mention::Role::Size, index);
    if (phrase.fill)
        text.mention(wordFor(*phrase.fill, chinese), Mention::Role::Fill, index);
    if (phrase.colour)
        text.mention(wordFor(*phrase.colour, chinese), Mention::Role::Colour, index);
    text.mention(noun(phrase.shape, phrase.count, chinese), Mention::Role::Noun, index);
}

} // namespace

// A relation stands after both: "A在B的左边".
void writeChinese(const Meaning& meaning, std::uint64_t wording, TextBuilder& text) {
    const bool lastJoinedByAnd = (wording & 6) != 0;
    const int count = static_cast<int>(meaning.phrases.size());
    for (int i = 0; i < count; ++i) {
        if (i == 1 && meaning.relation)
            text.add("在");
        else if (i > 0)
            text.add(i == count - 1 && (lastJoinedByAnd || count == 2) ? "和" : "，");
        writeChinesePhrase(meaning.phrases[static_cast<std::size_t>(i)], i, text);
        if (i == 1 && meaning.relation) {
            text.add("的");
            text.mention(wordFor(*meaning.relation, chinese), Mention::Role::Relation, -1);
        }
    }
}

} // namespace triptych::world
