// SPDX-License-Identifier: GPL-3.0-or-later
// Regions of a corpus's pictures and words of its texts, beside its whole items:
//   parts.safetensors   "image.windows" [windows, 4]          x0, y0, x1, y1 of each in fractions of any picture
//                       "image.regions" [pictures * windows, width]
//                       "text.words" [words, width]           of the vocabulary of all texts
//                       "text.wordIds" [places], "text.firstWord" [texts + 1]   text i has the places from its first
//                                                             to the next text's first
//   words.txt           the vocabulary, a line each
// Vectors have unit length. While parts are made, vectors are appended to image.parts and text.parts (float32), so that
// a kill loses at most what was being written.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/units.h"
#include "inference/embedding/nearest.h"

namespace triptych::embedding {

struct CorpusParts {
    std::vector<Box> windows;
    VectorTable regions; // as they lie on the disk, like the words' vectors
    VectorTable words;
    std::unordered_map<std::string, std::int64_t> vocabulary;
    std::vector<float> wordWeights; // of each word of the vocabulary, larger for rare ones
    std::vector<std::int64_t> wordIds;
    std::vector<std::int64_t> firstWord;
    std::shared_ptr<const void> memory; // what the vectors point into

    [[nodiscard]] VectorTable regionsOf(std::int64_t picture) const;
    [[nodiscard]] std::span<const std::int64_t> wordsOf(std::int64_t text) const;
    [[nodiscard]] bool haveWidth(std::int64_t width) const;
    // log(1 + texts / texts with the word); as if one text had it where none does.
    [[nodiscard]] float weightOf(const std::string& word) const;
};

// Nothing where the corpus has no parts; BadFormat where they do not fit its tables.
[[nodiscard]] Result<std::optional<CorpusParts>> readParts(const std::filesystem::path& folder, std::int64_t pictures,
                                                           std::int64_t texts);

// Writes the parts of a finished corpus. One thread.
class PartsWriter {
public:
    // `width` of the vectors; what an interrupted call made is kept.
    PartsWriter(std::filesystem::path folder, std::vector<Box> windows, std::int64_t width);

    [[nodiscard]] std::int64_t pictures() const { return m_pictures; }
    [[nodiscard]] std::int64_t words() const { return m_words; }

    // Vectors that are no usable numbers are written as zeros, which are near to nothing.
    [[nodiscard]] std::int64_t unusable() const { return m_unusable; }

    // Of the next picture, [windows, width], and of the next word; brought to unit length.
    [[nodiscard]] Result<void> addRegions(std::span<const float> vectors);
    [[nodiscard]] Result<void> addWord(std::span<const float> vector);
    // `texts`: the words of each text, as places in the vocabulary.
    [[nodiscard]] Result<void> finish(const std::vector<std::string>& vocabulary,
                                      const std::vector<std::vector<std::int64_t>>& texts);

private:
    [[nodiscard]] std::vector<float> usable(std::span<const float> vector);

    std::filesystem::path m_folder;
    std::vector<Box> m_windows;
    std::int64_t m_width;
    std::int64_t m_pictures = 0;
    std::int64_t m_words = 0;
    std::int64_t m_unusable = 0;
};

} // namespace triptych::embedding
