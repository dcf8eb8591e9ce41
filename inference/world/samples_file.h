// SPDX-License-Identifier: GPL-3.0-or-later
// samples.jsonl: one sample per line with its truth. Everything but one image, text or sound may be missing.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/sample.h"
#include "inference/contract/units.h"

namespace triptych::world {

// An object of the first image. Words are English: "ring", "red", "small", "striped".
struct LabelledObject {
    int number = 0; // value of its pixels in the mask
    std::string shape;
    std::string colour;
    std::string size;
    std::string fill;
    std::array<int, 4> box{}; // left, top, right, bottom in pixels, half open, of the visible part

    bool operator==(const LabelledObject&) const = default;
};

// Characters of a text, or a time of a sound, that name objects.
struct LabelledMention {
    std::optional<int> text;  // index into texts, with `chars`
    std::optional<int> audio; // index into audios, with the times
    CharRange chars;
    double fromMs = 0;
    double toMs = 0;
    std::vector<int> objects;

    bool operator==(const LabelledMention&) const = default;
};

// A text that is false of the first image, or an image of which text `of` is false.
struct LabelledNegative {
    std::string text;            // empty where the negative is an image
    std::filesystem::path image; // empty where it is a text
    std::string language;
    std::string changed;   // "color", "shape", "size", "fill", "swap", "relation", "count"
    std::optional<int> of; // index of the text that was changed

    bool operator==(const LabelledNegative&) const = default;
};

struct LabelledSample {
    std::string id;
    std::vector<std::filesystem::path> images;
    std::filesystem::path mask; // 8 bit, pixel = object number, 0 = background
    std::vector<LabelledObject> objects;
    std::vector<std::string> texts;
    std::vector<std::string> languages; // of each text: "en", "zh"
    std::vector<std::filesystem::path> audios;
    std::vector<std::optional<int>> spokenText; // of each sound: the text that is spoken
    std::vector<std::string> transcripts;       // of each sound: its words, also where they are none of the texts
    std::vector<LabelledMention> mentions;
    std::vector<LabelledNegative> negatives;

    bool operator==(const LabelledSample&) const = default;
};

// What a model is given: images, texts and sounds without the truth.
[[nodiscard]] Sample toSample(const LabelledSample& labelled);

// One line without its end. Files are written relative to `folder`.
[[nodiscard]] std::string toJsonLine(const LabelledSample& sample, const std::filesystem::path& folder);
// The inverse; `where` names the line in errors.
[[nodiscard]] Result<LabelledSample> parseSample(std::string_view line, const std::filesystem::path& folder,
                                                 const std::string& where);

// Reads a whole samples.jsonl; files come back joined with its folder. Errors name the line.
[[nodiscard]] Result<std::vector<LabelledSample>> readSamples(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeSamples(const std::filesystem::path& file, const std::vector<LabelledSample>& samples);

} // namespace triptych::world
