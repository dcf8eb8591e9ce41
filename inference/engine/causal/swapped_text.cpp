// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/swapped_text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace triptych::engine {

namespace {

// The byte at which a code point begins.
std::size_t byteOf(const std::string& text, std::int64_t codePoint) {
    std::size_t byte = 0;
    for (; byte < text.size(); ++byte)
        if ((static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U && codePoint-- == 0)
            break;
    return byte;
}

SampleItem* textItem(Sample& sample, int number) {
    for (SampleItem& item : sample.items)
        if (item.modality == Modality::Text && number-- == 0)
            return &item;
    return nullptr;
}

} // namespace

Result<void> swapWords(const ShownInputs& shown, int text, std::span<const SwapWord> swaps, Sample& sample) {
    SampleItem* item = textItem(sample, text);
    if (item == nullptr || !shown.text.starts_with(item->text))
        return fail(ErrorCode::InvalidInput, "Only words of the first text can be swapped; explain that one.",
                    sample.id);
    std::vector<SwapWord> ordered(swaps.begin(), swaps.end());
    std::ranges::stable_sort(ordered, std::ranges::greater(), &SwapWord::word); // from the end, so that ranges stay
    for (const SwapWord& swap : ordered) {
        if (swap.word < 0 || static_cast<std::size_t>(swap.word) >= shown.words.size())
            return fail(ErrorCode::InvalidInput,
                        "There is no word " + std::to_string(swap.word) + "; the text has " +
                            std::to_string(shown.words.size()) + ", counted from 0.",
                        item->text);
        const CharRange chars = shown.words[static_cast<std::size_t>(swap.word)].chars;
        const std::size_t begin = byteOf(item->text, chars.from);
        if (begin >= item->text.size())
            return fail(ErrorCode::InvalidInput, "The model wrote this word itself; swap a word of the given text.",
                        shown.words[static_cast<std::size_t>(swap.word)].text);
        item->text.replace(begin, byteOf(item->text, chars.to) - begin, swap.by);
    }
    return {};
}

} // namespace triptych::engine
