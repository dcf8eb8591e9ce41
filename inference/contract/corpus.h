// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora: what a model made of many images, texts and sounds, kept in a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "inference/contract/modality.h"
#include "inference/contract/sample.h"

namespace triptych {

struct CorpusFacts {
    std::string model; // as it was asked for: "builtin" or a folder
    std::string modelHash;

    bool operator==(const CorpusFacts&) const = default;
};

// A row of one modality's table. Rows of one id belong together: they are a pair.
struct CorpusRow {
    std::string id;
    std::string text;           // of a text
    std::filesystem::path file; // of an image or a sound
    std::map<std::string, std::string> columns;

    bool operator==(const CorpusRow&) const = default;
};

[[nodiscard]] inline SampleItem itemOf(Modality modality, const CorpusRow& row) {
    return {modality, row.text, row.file};
}

// Where a row stands.
struct CorpusPlace {
    Modality modality = Modality::Image;
    std::int64_t row = 0;

    bool operator==(const CorpusPlace&) const = default;
    auto operator<=>(const CorpusPlace&) const = default;
};

struct CorpusInfo {
    std::filesystem::path folder;
    CorpusFacts facts;
    std::map<Modality, std::int64_t> rows;
    std::map<Modality, std::int64_t> widths; // numbers per vector
    std::int64_t pairedSamples = 0;          // ids with rows of several modalities
    std::vector<std::string> columns;        // of any row, in name order
    std::vector<std::string> failed;         // items that could not be embedded, a sentence each
    bool hasParts = false;                   // regions of its pictures, words of its texts

    bool operator==(const CorpusInfo&) const = default;
};

struct EmbedRequest {
    std::string model = "builtin";
    std::string device = "auto";
    // items.jsonl (a sample per line), table.csv (columns "image", "text", "audio" or "file") or a folder of files.
    std::filesystem::path items;
    std::filesystem::path out;
    // Regions of the pictures and words of the texts too; a finished corpus in `out` receives them.
    bool parts = false;

    bool operator==(const EmbedRequest&) const = default;
};

struct EmbedOutcome {
    std::string modelHash;
    std::map<Modality, std::int64_t> rows; // of the whole corpus
    std::int64_t fromBefore = 0;           // rows that an interrupted call had made
    std::vector<std::string> skipped;      // what could not be embedded, one sentence each
    double seconds = 0;

    bool operator==(const EmbedOutcome&) const = default;
};

} // namespace triptych
