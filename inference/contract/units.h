// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych {

// Half-open range of Unicode code points of a text, as in files and on the command line.
struct CharRange {
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool operator==(const CharRange&) const = default;
};

struct Token {
    std::string text; // as the tokenizer prints it
    CharRange chars;  // into the text; empty for special tokens
    bool special = false;
    // Index of the word that the token belongs to; -1 for special tokens.
    int word = -1;

    bool operator==(const Token&) const = default;
};

// A word as people see it: one or more tokens merged. Chinese words are the lexical units of the text, else one
// character.
struct Word {
    std::string text;
    CharRange chars;
    int firstToken = 0;
    int tokenCount = 0;

    bool operator==(const Word&) const = default;
};

// The grid of patches and the part of the source picture that it covers, in source pixels.
struct PatchGrid {
    int rows = 0;
    int cols = 0;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    [[nodiscard]] int count() const { return rows * cols; }
    bool operator==(const PatchGrid&) const = default;
};

// A rectangle of a picture in fractions of its width and height; (0, 0) is the upper left corner.
struct Box {
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;

    bool operator==(const Box&) const = default;
};

// The frames that the model distinguishes along time: frame i covers [i, i + 1) * msPerFrame.
struct AudioAxis {
    int frames = 0;
    double msPerFrame = 0;

    bool operator==(const AudioAxis&) const = default;
};

} // namespace triptych
