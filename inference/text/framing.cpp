// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/framing.h"

#include <algorithm>

namespace triptych::text {

namespace {

struct Lengths {
    std::size_t first = 0;
    std::size_t second = 0;
};

// The longer text gives way first, as "longest_first" of Hugging Face tokenizers has it.
Lengths lengthsWithin(Lengths lengths, std::size_t room) {
    if (lengths.first + lengths.second <= room)
        return lengths;
    const bool swapped = lengths.first > lengths.second;
    std::size_t shorter = std::min(lengths.first, lengths.second);
    std::size_t longer = shorter > room ? shorter : std::max(shorter, room - shorter);
    if (shorter + longer > room) {
        shorter = room / 2;
        longer = shorter + room % 2;
    }
    return swapped ? Lengths{longer, shorter} : Lengths{shorter, longer};
}

void cut(std::vector<BodyToken>& tokens, std::size_t length, Side side) {
    if (tokens.size() <= length)
        return;
    if (side == Side::Left)
        tokens.erase(tokens.begin(), tokens.end() - static_cast<std::ptrdiff_t>(length));
    else
        tokens.resize(length);
}

} // namespace

void Framer::trim(std::vector<BodyToken>& tokens) const {
    for (const OffsetTrim& step : m_processor.trims)
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            BodyToken& token = tokens[i];
            std::uint32_t leading = token.leadingSpaces;
            if (leading == 1 && step.addPrefixSpace && (i == 0 || token.from == 0))
                leading = 0;
            token.from = std::min(token.from + leading, token.to);
            if (token.trailingSpaces > 0 && token.to >= token.trailingSpaces)
                token.to = std::max(token.to - token.trailingSpaces, token.from);
        }
}

Encoding Framer::frame(std::vector<BodyToken>& first, std::vector<BodyToken>* second,
                       const EncodeOptions& options) const {
    const std::vector<TemplateStep>& steps = second ? m_processor.pair : m_processor.single;
    const auto isSpecial = [](const TemplateStep& step) { return step.kind == TemplateStep::Kind::Special; };
    const auto specials =
        options.addSpecialTokens ? static_cast<std::size_t>(std::ranges::count_if(steps, isSpecial)) : 0;
    Encoding encoding;
    const Lengths whole{first.size(), second ? second->size() : 0};
    if (options.maxTokens) {
        const std::size_t room = *options.maxTokens - std::min(*options.maxTokens, specials);
        const Lengths lengths = second ? lengthsWithin(whole, room) : Lengths{std::min(whole.first, room), 0};
        encoding.truncated = lengths.first < whole.first || lengths.second < whole.second;
        cut(first, lengths.first, m_tokenizer.facts().truncationSide);
        if (second)
            cut(*second, lengths.second, m_tokenizer.facts().truncationSide);
    }
    const std::size_t size = first.size() + (second ? second->size() : 0) + specials;
    encoding.ids.reserve(size);
    encoding.tokens.reserve(size);
    encoding.typeIds.reserve(size);
    encoding.secondBegin = size;
    const auto append = [&](std::int64_t id, CharRange chars, bool special, std::int64_t typeId) {
        encoding.ids.push_back(id);
        encoding.tokens.push_back({m_tokenizer.tokenOf(id), chars, special, -1});
        encoding.typeIds.push_back(typeId);
    };
    for (const TemplateStep& step : steps) {
        if (isSpecial(step)) {
            if (options.addSpecialTokens)
                append(step.token.id, {}, true, step.typeId);
            // A template may name a token that the vocabulary lacks.
            if (options.addSpecialTokens && encoding.tokens.back().text.empty())
                encoding.tokens.back().text = step.token.text;
            continue;
        }
        std::vector<BodyToken>& tokens = step.kind == TemplateStep::Kind::First ? first : *second;
        if (step.kind == TemplateStep::Kind::Second)
            encoding.secondBegin = encoding.ids.size();
        trim(tokens);
        for (const BodyToken& token : tokens)
            append(token.id, {token.from, token.to}, token.special, step.typeId);
    }
    return encoding;
}

} // namespace triptych::text
