// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus on the disk: what a model made of many images, texts and sounds.
//   corpus.json              model, its hash, when it was made
//   embeddings.safetensors   "image", "text", "audio" [rows, width], unit length
//   image.jsonl, ...         a line per row: {"id", "file"} or {"id", "text"}, and the columns of its item
//   failed.jsonl             items that could not be read, with the reason
//   parts.safetensors        maybe, see corpus_parts.h
// While it is made, rows are appended to <modality>.rows (float32) and the tables, so that a kill loses at most the row
// that was being written; finishing turns them into embeddings.safetensors.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/contract/corpus.h"
#include "inference/embedding/corpus_parts.h"
#include "inference/embedding/nearest.h"

namespace triptych::embedding {

struct CorpusItem {
    std::string id; // of the sample; items of one sample belong together
    SampleItem item;
    std::map<std::string, std::string> columns;

    bool operator==(const CorpusItem&) const = default;
};

struct Corpus {
    CorpusFacts facts;
    std::map<Modality, VectorTable> embeddings;        // as they lie on the disk, paged in when they are read
    std::map<Modality, std::vector<CorpusRow>> tables; // a row each
    std::vector<std::string> failed;                   // a sentence each
    std::optional<CorpusParts> parts;                  // where they were made
    std::shared_ptr<const void> vectorMemory;          // what the embeddings point into
};

// FileMissing, also for a corpus that is not finished; BadFormat for tables and tensors that do not fit, with the file.
[[nodiscard]] Result<Corpus> readCorpus(const std::filesystem::path& folder);

// Appends rows to a corpus that is being made. One thread.
class CorpusWriter {
public:
    // A new folder, or one in which the same model was interrupted: its rows are kept. ModelMismatch where another
    // model's corpus lies there; InvalidInput where the folder holds a finished one.
    [[nodiscard]] static Result<CorpusWriter> open(const std::filesystem::path& folder, const CorpusFacts& facts);

    // Whether a row or a failure of this item is there from before.
    [[nodiscard]] bool has(const CorpusItem& item) const;
    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] const std::map<Modality, std::int64_t>& rowCounts() const { return m_counts; }

    // `vector` is brought to unit length. NotFinite names the item; an error of the disk keeps what was written before.
    [[nodiscard]] Result<void> add(const CorpusItem& item, std::span<const float> vector);
    [[nodiscard]] Result<void> addFailure(const CorpusItem& item, const std::string& reason);
    // Writes embeddings.safetensors and removes the rows.
    [[nodiscard]] Result<void> finish();

private:
    CorpusWriter(std::filesystem::path folder, CorpusFacts facts);
    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> resumeModality(Modality modality);

    std::filesystem::path m_folder;
    CorpusFacts m_facts;
    std::map<Modality, std::int64_t> m_widths;
    std::map<std::string, int> m_known;
    std::map<Modality, std::int64_t> m_counts;
    std::int64_t m_rows = 0;
};

} // namespace triptych::embedding
