// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a corpus's tables.
#pragma once

#include <string>
#include <vector>

#include "inference/embedding/corpus.h"

namespace triptych::embedding {

// One line without its end.
[[nodiscard]] std::string toLine(const CorpusRow& row);
[[nodiscard]] Result<CorpusRow> parseRow(std::string_view line, const std::string& where);
[[nodiscard]] CorpusRow rowOf(const CorpusItem& item);

// The lines of a text file; a last one without an end of line is left out where `onlyWhole`, as a kill leaves it.
[[nodiscard]] Result<std::vector<std::string>> readLines(const std::filesystem::path& file, bool onlyWhole);

} // namespace triptych::embedding
