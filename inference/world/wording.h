// SPDX-License-Identifier: GPL-3.0-or-later
// How phrases become sentences; one grammar per language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inference/world/caption.h"

namespace triptych::world {

// Grows a text and notes which words name which objects.
class TextBuilder {
public:
    explicit TextBuilder(const std::vector<std::vector<int>>& objects)
        : m_objects(objects) {}

    void add(std::string_view words);
    // Words of phrase `phrase`, or of the relation with -1.
    void mention(std::string_view words, Mention::Role role, int phrase);

    [[nodiscard]] std::string takeText() { return std::move(m_text); }
    [[nodiscard]] std::vector<Mention> takeMentions() { return std::move(m_mentions); }

private:
    const std::vector<std::vector<int>>& m_objects;
    std::string m_text;
    int m_length = 0; // in code points
    std::vector<Mention> m_mentions;
};

// `wording` chooses among equivalent sentences.
void writeEnglish(const Meaning& meaning, std::uint64_t wording, TextBuilder& text);
void writeChinese(const Meaning& meaning, std::uint64_t wording, TextBuilder& text);

} // namespace triptych::world
