// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/corpus.h"
#include "projects/sample_entry.h"
#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// The samples as a list of items, a line each; what is known of the object that a sample names first becomes the
// columns "object", "color", "shape", "size" and "fill".
[[nodiscard]] QByteArray itemLines(const std::vector<projects::SampleEntry>& samples);

// Where the corpora of this user are kept.
[[nodiscard]] QString corpusCache();

// The model that embeds. Its files are stamped, so that other weights of the same name make a corpus of their own.
struct EmbeddingModel {
    std::string name; // "builtin" or a folder
    std::string device;
    std::filesystem::path folder; // of its files; empty where it is not known
};

// What to embed, and a folder of its own for every content and model, so that what was embedded once is found again.
// All of them stamp every file and may take long. Writes the list of the samples. Errors: those of the disk.
[[nodiscard]] Result<EmbedRequest> requestFor(const std::vector<projects::SampleEntry>& samples,
                                              const EmbeddingModel& model);
// The items of an open corpus by another model.
[[nodiscard]] Result<EmbedRequest> requestFor(const std::vector<EmbeddingSpace::Item>& items,
                                              const EmbeddingModel& model);
// A folder with all that lies in it, or a list of items. Canceled where it was stopped.
[[nodiscard]] Result<EmbedRequest> requestFor(const QString& source, const EmbeddingModel& model,
                                              const std::stop_token& stop = {});

} // namespace triptych::widgets
