// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/text/unicode.h"

namespace triptych::text {

// Half-open range of code points of the text as it was written.
struct Origin {
    std::uint32_t from = 0;
    std::uint32_t to = 0;

    bool operator==(const Origin&) const = default;
};

// Text on its way through a tokenizer: UTF-8 in which every byte knows where it came from, so that tokens can point
// into the text as it was written.
struct AlignedText {
    std::string bytes;           // valid UTF-8
    std::vector<Origin> origins; // one per byte
    std::uint32_t start = 0;     // code point at which this stretch begins in the written text

    void clear();
    [[nodiscard]] bool empty() const { return bytes.empty(); }
    void append(char32_t c, Origin origin);
    void append(std::string_view text, Origin origin);
    // A stretch of other text with its origins.
    void append(const AlignedText& other, std::size_t begin, std::size_t end);
};

// Malformed bytes become U+FFFD, one code point per malformed sequence.
void assignText(AlignedText& target, std::string_view text);
// The stretch [begin, end) of bytes on its own.
void assignSlice(AlignedText& target, const AlignedText& source, std::size_t begin, std::size_t end);

// One character of a rewritten text. `change` says how it relates to the old text, as in Hugging Face tokenizers, so
// that origins are the same: 0 takes the place of the next old character, 1 is inserted, -n takes the place of the next
// one and swallows n more.
struct Change {
    char32_t c = 0;
    int change = 0;
};

// Rewrites the text; the first `removedFirst` old characters vanish.
void transform(AlignedText& text, std::span<const Change> changes, std::size_t removedFirst = 0);

// Puts `prefix` in front; it shares the origin of the first character.
void prepend(AlignedText& text, std::string_view prefix);

// Keeps the characters for which `keep` is true.
template<typename Predicate>
void filterText(AlignedText& text, Predicate keep) {
    std::vector<Change> changes;
    std::size_t removedFirst = 0;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const char32_t c = nextCodePoint(text.bytes, i);
        if (keep(c))
            changes.push_back({c, 0});
        else if (changes.empty())
            ++removedFirst;
        else
            --changes.back().change;
    }
    transform(text, changes, removedFirst);
}

} // namespace triptych::text
