// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "inference/world/caption.h"
#include "inference/world/lexicon.h"
#include "inference/world/meaning.h"
#include "inference/world/random.h"

namespace triptych::world {

namespace {

struct MentionedWord {
    int phrase;
    Mention::Role role;

    bool operator==(const MentionedWord&) const = default;
};

// A changed meaning and the words that the change made wrong.
struct Variant {
    Meaning meaning;
    std::vector<MentionedWord> wrong;
};

using Variants = std::vector<Variant>;

template<typename T>
void changeAttribute(const Meaning& meaning, std::optional<T> Phrase::*attribute, int values, Mention::Role role,
                     Variants& variants) {
    for (std::size_t i = 0; i < meaning.phrases.size(); ++i) {
        const std::optional<T>& said = meaning.phrases[i].*attribute;
        for (int value = 0; said && value < values; ++value) {
            if (static_cast<T>(value) == *said)
                continue;
            Variant variant{meaning, {{static_cast<int>(i), role}}};
            variant.meaning.phrases[i].*attribute = static_cast<T>(value);
            variants.push_back(std::move(variant));
        }
    }
}

template<typename T>
void swapAttribute(const Meaning& meaning, std::optional<T> Phrase::*attribute, Mention::Role role,
                   Variants& variants) {
    for (std::size_t i = 0; i < meaning.phrases.size(); ++i) {
        for (std::size_t j = i + 1; j < meaning.phrases.size(); ++j) {
            const std::optional<T>& first = meaning.phrases[i].*attribute;
            const std::optional<T>& second = meaning.phrases[j].*attribute;
            if (!first || !second || *first == *second)
                continue;
            Variant variant{meaning, {{static_cast<int>(i), role}, {static_cast<int>(j), role}}};
            variant.meaning.phrases[i].*attribute = second;
            variant.meaning.phrases[j].*attribute = first;
            variants.push_back(std::move(variant));
        }
    }
}

void changeCount(const Meaning& meaning, Variants& variants) {
    for (std::size_t i = 0; i < meaning.phrases.size(); ++i) {
        const Phrase& phrase = meaning.phrases[i];
        const int actual = phrase.counted ? phrase.count : 1;
        for (int count = 2; count <= largestCount; ++count) {
            if (count == actual || count > actual + 2)
                continue;
            Variant variant{meaning, {{static_cast<int>(i), Mention::Role::Count}}};
            variant.meaning.phrases[i].count = count;
            variant.meaning.phrases[i].counted = true;
            variants.push_back(std::move(variant));
        }
    }
}

Variants meaningVariants(const Meaning& meaning, Change change) {
    Variants variants;
    switch (change) {
    case Change::Colour:
        changeAttribute(meaning, &Phrase::colour, colourCount, Mention::Role::Colour, variants);
        break;
    case Change::Shape:
        changeAttribute(meaning, &Phrase::shape, shapeCount, Mention::Role::Noun, variants);
        break;
    case Change::Size:
        changeAttribute(meaning, &Phrase::size, sizeCount, Mention::Role::Size, variants);
        break;
    case Change::Fill:
        changeAttribute(meaning, &Phrase::fill, fillCount, Mention::Role::Fill, variants);
        break;
    case Change::Swap:
        swapAttribute(meaning, &Phrase::colour, Mention::Role::Colour, variants);
        swapAttribute(meaning, &Phrase::shape, Mention::Role::Noun, variants);
        swapAttribute(meaning, &Phrase::size, Mention::Role::Size, variants);
        swapAttribute(meaning, &Phrase::fill, Mention::Role::Fill, variants);
        break;
    case Change::Relation:
        if (meaning.relation) {
            variants.push_back({meaning, {{-1, Mention::Role::Relation}}});
            variants.back().meaning.relation = opposite(*meaning.relation);
        }
        break;
    case Change::Count:
        changeCount(meaning, variants);
        break;
    }
    return variants;
}

std::vector<std::vector<int>> objectsOf(const Caption& caption) {
    std::vector<std::vector<int>> objects(caption.meaning.phrases.size());
    for (const Mention& mention : caption.mentions) {
        if (mention.phrase >= 0)
            objects[static_cast<std::size_t>(mention.phrase)] = mention.objects;
    }
    return objects;
}

std::vector<int> indicesOf(const std::vector<MentionedWord>& words, const Caption& caption) {
    std::vector<int> indices;
    for (std::size_t i = 0; i < caption.mentions.size(); ++i) {
        const MentionedWord word{caption.mentions[i].phrase, caption.mentions[i].role};
        if (std::ranges::find(words, word) != words.end())
            indices.push_back(static_cast<int>(i));
    }
    return indices;
}

} // namespace

std::string_view toString(Change change) {
    constexpr std::array<std::string_view, changeKinds> names{"color", "shape",    "size", "fill",
                                                              "swap",  "relation", "count"};
    return names[static_cast<std::size_t>(change)];
}

std::optional<HardNegative> hardNegative(const Caption& caption, const Scene& scene, Change change,
                                         std::uint64_t seed) {
    Variants variants = meaningVariants(caption.meaning, change);
    Random random(seed, 11 + static_cast<std::uint64_t>(change));
    random.shuffle(variants);
    for (const Variant& variant : variants) {
        if (holds(variant.meaning, scene))
            continue;
        HardNegative negative;
        negative.change = change;
        negative.caption = phrase(variant.meaning, objectsOf(caption), caption.language, caption.wording);
        negative.wrongMentions = indicesOf(variant.wrong, negative.caption);
        return negative;
    }
    return std::nullopt;
}

} // namespace triptych::world
