// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inference/embedding/corpus.h"

namespace triptych::embedding {

struct ItemList {
    std::vector<CorpusItem> items;
    std::vector<std::string> problems; // what was left out, one sentence each
};

// What is to be embedded:
//   items.jsonl   a sample per line, with its images, texts and audios; further text and number values become columns
//   table.csv     a header with "image", "text" or "audio" (or "file", told by its ending), maybe "id"; further columns
//                 are kept
//   FOLDER        its pictures, sounds and .txt files, in all subfolders; files of one name belong together
// A broken line is left out with a problem. Errors: FileMissing, BadFormat, InvalidInput (no item at all).
[[nodiscard]] Result<ItemList> readItems(const std::filesystem::path& source);

} // namespace triptych::embedding
