// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/spoken_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "inference/world/lexicon.h"

namespace triptych::world {

namespace {

constexpr char32_t replacement = U'\uFFFD';

int sequenceLength(unsigned char lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool isAsciiWord(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'\'';
}

bool isSpace(char32_t c) {
    return c <= U' ' || c == U'\u00A0' || c == U'\u3000';
}

bool isPunctuation(char32_t c) {
    if (c < 0x80)
        return !isAsciiWord(c) && !isSpace(c);
    return (c >= 0x2010 && c <= 0x205E) || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF1F) || c == replacement;
}

bool isLatin(char32_t c) {
    return isAsciiWord(c) || (c >= 0xC0 && c < 0x250);
}

bool isPartOfEnglishWord(char32_t c) {
    return !isSpace(c) && !isPunctuation(c);
}

// Longest first.
const std::vector<std::u32string>& chineseUnits() {
    static const std::vector<std::u32string> units = [] {
        std::vector<std::u32string> found;
        for (const std::string& word : vocabulary(Language::Chinese))
            found.push_back(codePoints(word));
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
        return found;
    }();
    return units;
}

std::size_t runLength(std::u32string_view text, bool (*belongs)(char32_t)) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

std::size_t chineseWordLength(std::u32string_view text) {
    for (const std::u32string& unit : chineseUnits())
        if (text.starts_with(unit))
            return unit.size();
    return std::max<std::size_t>(1, runLength(text, isLatin));
}

struct Reading {
    char32_t character;
    std::string_view syllable;
};

constexpr std::array readings{
    Reading{U'一', "yi1"},   Reading{U'二', "er4"},    Reading{U'两', "liang3"}, Reading{U'三', "san1"},
    Reading{U'四', "si4"},   Reading{U'五', "wu3"},    Reading{U'六', "liu4"},   Reading{U'七', "qi1"},
    Reading{U'八', "ba1"},   Reading{U'九', "jiu3"},   Reading{U'十', "shi2"},   Reading{U'零', "ling2"},
    Reading{U'个', "ge5"},   Reading{U'只', "zhi1"},   Reading{U'张', "zhang1"}, Reading{U'颗', "ke1"},
    Reading{U'红', "hong2"}, Reading{U'橙', "cheng2"}, Reading{U'黄', "huang2"}, Reading{U'绿', "lv4"},
    Reading{U'青', "qing1"}, Reading{U'蓝', "lan2"},   Reading{U'紫', "zi3"},    Reading{U'粉', "fen3"},
    Reading{U'黑', "hei1"},  Reading{U'白', "bai2"},   Reading{U'灰', "hui1"},   Reading{U'棕', "zong1"},
    Reading{U'色', "se4"},   Reading{U'纯', "chun2"},  Reading{U'条', "tiao2"},  Reading{U'纹', "wen2"},
    Reading{U'波', "bo1"},   Reading{U'点', "dian3"},  Reading{U'圆', "yuan2"},  Reading{U'形', "xing2"},
    Reading{U'方', "fang1"}, Reading{U'块', "kuai4"},  Reading{U'角', "jiao3"},  Reading{U'星', "xing1"},
    Reading{U'字', "zi4"},   Reading{U'环', "huan2"},  Reading{U'物', "wu4"},    Reading{U'体', "ti3"},
    Reading{U'小', "xiao3"}, Reading{U'大', "da4"},    Reading{U'中', "zhong1"}, Reading{U'的', "de5"},
    Reading{U'在', "zai4"},  Reading{U'和', "he2"},    Reading{U'与', "yu3"},    Reading{U'有', "you3"},
    Reading{U'是', "shi4"},  Reading{U'左', "zuo3"},   Reading{U'右', "you4"},   Reading{U'上', "shang4"},
    Reading{U'下', "xia4"},  Reading{U'边', "bian1"},  Reading{U'面', "mian4"},  Reading{U'里', "li3"},
    Reading{U'没', "mei2"},  Reading{U'不', "bu4"},    Reading{U'图', "tu2"},    Reading{U'片', "pian4"},
    Reading{U'这', "zhe4"},  Reading{U'那', "na4"},    Reading{U'心', "xin1"},   Reading{U'线', "xian4"},
    Reading{U'斑', "ban1"},  Reading{U'实', "shi2"},   Reading{U'球', "qiu2"},   Reading{U'旁', "pang2"},
};

} // namespace

std::u32string codePoints(std::string_view text) {
    std::u32string decoded;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const auto length = static_cast<std::size_t>(sequenceLength(lead));
        bool whole = length > 0 && i + length <= text.size();
        char32_t value = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t k = 1; whole && k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            whole = (next & 0xC0) == 0x80;
            value = (value << 6) | (next & 0x3FU);
        }
        decoded.push_back(whole ? value : replacement);
        i += whole ? length : 1;
    }
    return decoded;
}

std::string utf8(std::u32string_view text) {
    std::string encoded;
    const auto put = [&](char32_t byte) { encoded.push_back(static_cast<char>(byte)); };
    for (const char32_t c : text) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0 | (c >> 6));
            put(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            put(0xE0 | (c >> 12));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        } else {
            put(0xF0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3F));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        }
    }
    return encoded;
}

std::vector<TextWord> spokenWords(std::string_view text, Language language) {
    const std::u32string decoded = codePoints(text);
    const std::u32string_view all = decoded;
    std::vector<TextWord> words;
    for (std::size_t i = 0; i < all.size();) {
        if (!isPartOfEnglishWord(all[i])) {
            if (isPunctuation(all[i]) && !words.empty())
                words.back().pauseAfter = true;
            ++i;
            continue;
        }
        const std::u32string_view rest = all.substr(i);
        const std::size_t length =
            language == Language::English ? runLength(rest, isPartOfEnglishWord) : chineseWordLength(rest);
        words.push_back({utf8(rest.substr(0, length)),
                         {static_cast<std::int64_t>(i), static_cast<std::int64_t>(i + length)},
                         false});
        i += length;
    }
    return words;
}

std::optional<std::string_view> pinyin(char32_t character) {
    const auto found = std::find_if(readings.begin(), readings.end(),
                                    [&](const Reading& reading) { return reading.character == character; });
    return found == readings.end() ? std::nullopt : std::optional(found->syllable);
}

} // namespace triptych::world
