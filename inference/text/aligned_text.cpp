// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/aligned_text.h"

#include <algorithm>

namespace triptych::text {

void AlignedText::clear() {
    bytes.clear();
    origins.clear();
    start = 0;
}

void AlignedText::append(char32_t c, Origin origin) {
    appendUtf8(bytes, c);
    origins.resize(bytes.size(), origin);
}

void AlignedText::append(std::string_view text, Origin origin) {
    bytes += text;
    origins.resize(bytes.size(), origin);
}

void AlignedText::append(const AlignedText& other, std::size_t begin, std::size_t end) {
    bytes.append(other.bytes, begin, end - begin);
    origins.insert(origins.end(), other.origins.begin() + static_cast<std::ptrdiff_t>(begin),
                   other.origins.begin() + static_cast<std::ptrdiff_t>(end));
}

void assignText(AlignedText& target, std::string_view text) {
    target.clear();
    if (isAscii(text)) {
        target.bytes = text;
        target.origins.resize(text.size());
        for (std::uint32_t i = 0; i < text.size(); ++i)
            target.origins[i] = {i, i + 1};
        return;
    }
    std::uint32_t position = 0;
    for (const char32_t c : decodeUtf8(text)) {
        target.append(c, {position, position + 1});
        ++position;
    }
}

void assignSlice(AlignedText& target, const AlignedText& source, std::size_t begin, std::size_t end) {
    target.clear();
    target.append(source, begin, end);
    if (end > begin)
        target.start = target.origins.front().from;
}

void transform(AlignedText& text, std::span<const Change> changes, std::size_t removedFirst) {
    AlignedText result;
    result.start = text.start;
    result.bytes.reserve(text.bytes.size());
    result.origins.reserve(text.origins.size());
    std::size_t position = 0;
    const auto skip = [&] {
        if (position < text.bytes.size())
            static_cast<void>(nextCodePoint(text.bytes, position));
    };
    for (std::size_t i = 0; i < removedFirst; ++i)
        skip();
    for (const Change& change : changes) {
        // Something inserted before everything else belongs to the very start.
        Origin origin{text.start, text.start};
        if (change.change > 0) {
            if (position > 0)
                origin = text.origins[position - 1];
        } else {
            if (position < text.origins.size())
                origin = text.origins[position];
            for (int i = change.change; i <= 0; ++i)
                skip();
        }
        result.append(change.c, origin);
    }
    text = std::move(result);
}

void prepend(AlignedText& text, std::string_view prefix) {
    if (text.empty())
        return;
    text.bytes.insert(0, prefix);
    const Origin origin = text.origins.front();
    text.origins.insert(text.origins.begin(), prefix.size(), origin);
}

} // namespace triptych::text
