// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/swapped_text.h"

#include <functional>
#include <map>
#include <string>

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
        return fail(ErrorCode::InvalidInput,
                    "Only words of the explained text can be swapped; choose a target that reads it.", sample.id);
    std::map<int, std::string, std::greater<>> written; // from the end, so that ranges stay
    for (const SwapWord& swap : swaps)
        written[swap.word] = swap.by;
    for (const auto& [index, by] : written) {
        if (index < 0 || static_cast<std::size_t>(index) >= shown.words.size())
            return fail(ErrorCode::InvalidInput,
                        "There is no word " + std::to_string(index) + "; the text has " +
                            std::to_string(shown.words.size()) + ", counted from 0.",
                        item->text);
        const Word& word = shown.words[static_cast<std::size_t>(index)];
        const std::size_t begin = byteOf(item->text, word.chars.from);
        if (begin >= item->text.size())
            return fail(ErrorCode::InvalidInput, "The model wrote this word itself; swap a word of the given text.",
                        word.text);
        item->text.replace(begin, byteOf(item->text, word.chars.to) - begin, by);
    }
    return {};
}

} // namespace triptych::engine
