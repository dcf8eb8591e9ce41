// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
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

// What to embed, and a folder of its own for every content and model, so that what was embedded once is found again.
// Writes the list of the samples. Errors: those of the disk.
[[nodiscard]] Result<EmbedRequest> requestFor(const std::vector<projects::SampleEntry>& samples,
                                              const std::string& model, const std::string& device);
// The items of an open corpus by another model.
[[nodiscard]] Result<EmbedRequest> requestFor(const std::vector<EmbeddingSpace::Item>& items, const std::string& model,
                                              const std::string& device);
[[nodiscard]] EmbedRequest requestFor(const QString& source, const std::string& model, const std::string& device);

} // namespace triptych::widgets
