// SPDX-License-Identifier: GPL-3.0-or-later
// Turns many items into a corpus on the disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/embedding/corpus.h"

namespace triptych::engine {

struct EmbedRequest {
    std::string model = "builtin";
    std::string device = "auto";
    std::filesystem::path items; // as embedding::readItems takes them
    std::filesystem::path out;
};

struct EmbedOutcome {
    std::string modelHash;
    std::map<Modality, std::int64_t> rows; // of the whole corpus
    std::int64_t fromBefore = 0;           // rows that an interrupted call had made
    std::vector<std::string> skipped;      // what could not be embedded, one sentence each
    double seconds = 0;
};

// Reports "embed". Items that cannot be read, or of a modality that the model does not know, are skipped and listed.
// Stopped by a cancel, a kill or a full disk, it goes on where it was when it is called again. Errors: those of
// readItems, CorpusWriter and of loading the model; Unsupported where the model has no embeddings.
[[nodiscard]] Result<EmbedOutcome> embedCorpus(const EmbedRequest& request, const Monitor& monitor);

// The vectors of items of one modality, [item, width], unit length; the model is loaded for this call.
[[nodiscard]] Result<FloatArray> embedItems(const std::string& model, const std::string& device,
                                            const std::vector<SampleItem>& items, const Monitor& monitor);

} // namespace triptych::engine
