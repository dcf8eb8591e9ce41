// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/lexicon.h"

#include <array>
#include <cassert>

namespace triptych::world {

namespace {

struct Word {
    std::string_view english;
    std::string_view chinese;

    [[nodiscard]] std::string_view in(Language language) const {
        return language == Language::English ? english : chinese;
    }
};

constexpr std::array<Word, colourCount> colours{{
    {"red", "红色"},
    {"orange", "橙色"},
    {"yellow", "黄色"},
    {"green", "绿色"},
    {"teal", "青色"},
    {"blue", "蓝色"},
    {"purple", "紫色"},
    {"pink", "粉色"},
}};
constexpr std::array<Word, sizeCount> sizes{{{"small", "小的"}, {"large", "大的"}}};
constexpr std::array<Word, fillCount> fills{{{"plain", "纯色"}, {"striped", "条纹"}, {"dotted", "波点"}}};
constexpr std::array<Word, relationCount> relations{{
    {"left of", "左边"},
    {"right of", "右边"},
    {"above", "上方"},
    {"below", "下方"},
}};
constexpr std::array<Word, largestCount> counts{{
    {"one", "一个"},
    {"two", "两个"},
    {"three", "三个"},
    {"four", "四个"},
    {"five", "五个"},
}};
constexpr std::array<Word, shapeCount> shapes{{
    {"circle", "圆形"},
    {"square", "方块"},
    {"triangle", "三角形"},
    {"star", "星星"},
    {"cross", "十字"},
    {"ring", "圆环"},
}};
constexpr Word anyShape{"object", "物体"};

std::string plural(std::string_view word) {
    const bool hisses = word.ends_with('s');
    return std::string(word) + (hisses ? "es" : "s");
}

} // namespace

std::string_view wordFor(Colour colour, Language language) {
    return colours[static_cast<std::size_t>(colour)].in(language);
}

std::string_view wordFor(SizeKind size, Language language) {
    return sizes[static_cast<std::size_t>(size)].in(language);
}

std::string_view wordFor(Fill fill, Language language) {
    return fills[static_cast<std::size_t>(fill)].in(language);
}

std::string_view wordFor(Relation relation, Language language) {
    return relations[static_cast<std::size_t>(relation)].in(language);
}

std::string_view countWord(int count, Language language) {
    assert(count >= 1 && count <= largestCount);
    return counts[static_cast<std::size_t>(count - 1)].in(language);
}

std::string noun(std::optional<ShapeKind> shape, int count, Language language) {
    const Word& word = shape ? shapes[static_cast<std::size_t>(*shape)] : anyShape;
    if (language == Language::English && count != 1)
        return plural(word.english);
    return std::string(word.in(language));
}

std::vector<std::string> vocabulary(Language language) {
    std::vector<std::string> words;
    const auto add = [&](const auto& table) {
        for (const Word& word : table)
            words.emplace_back(word.in(language));
    };
    add(colours);
    add(sizes);
    add(fills);
    add(counts);
    for (int shape = -1; shape < shapeCount; ++shape) {
        const auto kind = shape < 0 ? std::nullopt : std::optional(static_cast<ShapeKind>(shape));
        words.push_back(noun(kind, 1, language));
        if (language == Language::English)
            words.push_back(noun(kind, 2, language));
    }
    if (language == Language::English) {
        words.insert(words.end(), {"a", "an", "and", ",", "to", "the", "left", "right", "of", "above", "below"});
    } else {
        add(relations);
        words.insert(words.end(), {"在", "的", "和", "，"});
    }
    return words;
}

} // namespace triptych::world
