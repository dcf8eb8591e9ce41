// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus.h"

#include <fstream>

#include "inference/embedding/corpus_rows.h"
#include "inference/embedding/vector_file.h"
#include "inference/formats/atomic_file.h"
#include "inference/formats/json.h"
#include "inference/formats/safetensors.h"

namespace triptych::embedding {

namespace fs = std::filesystem;

namespace {

constexpr const char* factsFile = "corpus.json";
constexpr const char* vectorsFile = "embeddings.safetensors";
constexpr const char* failedFile = "failed.jsonl";
constexpr std::int64_t widestVector = 1 << 20;

fs::path tableFile(const fs::path& folder, Modality modality) {
    return folder / (std::string(toString(modality)) + ".jsonl");
}
fs::path rowsFile(const fs::path& folder, Modality modality) {
    return folder / (std::string(toString(modality)) + ".rows");
}

// What tells an item from every other one.
std::string keyOf(Modality modality, const CorpusRow& row) {
    return std::string(toString(modality)) + '\n' + row.id + '\n' + row.file.generic_string() + '\n' + row.text;
}

Result<CorpusFacts> readFacts(const fs::path& folder) {
    const fs::path file = folder / factsFile;
    const auto json = formats::readJsonFile(file);
    if (!json)
        return Failure(json.error());
    CorpusFacts facts;
    const auto read =
        formats::jsonMember<std::string>(*json, "model", file.string()).and_then([&](const std::string& model) {
            facts.model = model;
            return formats::jsonMember<std::string>(*json, "modelHash", file.string());
        });
    if (!read)
        return Failure(read.error());
    facts.modelHash = *read;
    return facts;
}

Result<void> appendLine(const fs::path& file, std::string line) {
    line += '\n';
    return appendBytes(file, line);
}

Result<std::vector<CorpusRow>> readTable(const fs::path& file, bool onlyWhole) {
    const auto lines = readLines(file, onlyWhole);
    if (!lines)
        return Failure(lines.error());
    std::vector<CorpusRow> rows;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        auto row = parseRow((*lines)[i], file.string() + " line " + std::to_string(i + 1));
        if (!row)
            return Failure(row.error());
        rows.push_back(*std::move(row));
    }
    return rows;
}

} // namespace

Result<Corpus> readCorpus(const fs::path& folder) {
    auto facts = readFacts(folder);
    if (!facts)
        return Failure(facts.error());
    Corpus corpus;
    corpus.facts = *std::move(facts);
    auto opened = formats::SafetensorsFile::open(folder / vectorsFile);
    if (!opened)
        return Failure(opened.error());
    const auto vectors = std::make_shared<const formats::SafetensorsFile>(*std::move(opened));
    for (const Modality modality : allModalities) {
        const formats::TensorView* found = vectors->find(std::string(toString(modality)));
        if (found == nullptr)
            continue;
        const auto rows = mappedTable(*found);
        auto table = readTable(tableFile(folder, modality), false);
        if (!table)
            return Failure(table.error());
        const bool isOfOneWidth =
            corpus.embeddings.empty() || !rows || corpus.embeddings.begin()->second.width == rows->width;
        if (!rows || rows->rows != static_cast<std::int64_t>(table->size()) || !isOfOneWidth)
            return fail(ErrorCode::BadFormat, "The corpus's table and vectors do not fit together; embed it again.",
                        tableFile(folder, modality).string());
        corpus.embeddings[modality] = *rows;
        corpus.tables[modality] = *std::move(table);
    }
    corpus.vectorMemory = vectors;
    const auto rowsOf = [&](Modality modality) {
        const auto table = corpus.tables.find(modality);
        return table == corpus.tables.end() ? 0 : static_cast<std::int64_t>(table->second.size());
    };
    auto parts = readParts(folder, rowsOf(Modality::Image), rowsOf(Modality::Text));
    if (!parts)
        return Failure(parts.error());
    const std::int64_t width = corpus.embeddings.empty() ? 0 : corpus.embeddings.begin()->second.width;
    if (*parts && !(*parts)->haveWidth(width))
        return fail(ErrorCode::BadFormat,
                    "The parts of the corpus have another width than its vectors; embed the parts again.",
                    folder.string());
    corpus.parts = *std::move(parts);
    if (auto failed = readLines(folder / failedFile, false))
        corpus.failed = *std::move(failed);
    return corpus;
}

CorpusWriter::CorpusWriter(fs::path folder, CorpusFacts facts)
    : m_folder(std::move(folder))
    , m_facts(std::move(facts)) {
}

Result<CorpusWriter> CorpusWriter::open(const fs::path& folder, const CorpusFacts& facts) {
    CorpusWriter writer(folder, facts);
    std::error_code code;
    if (fs::exists(folder / factsFile, code)) {
        const auto before = readFacts(folder);
        if (!before)
            return Failure(before.error());
        if (before->modelHash != facts.modelHash)
            return fail(ErrorCode::ModelMismatch,
                        "Another model (" + before->model + ") made this corpus; choose another folder.",
                        folder.string());
        if (fs::exists(folder / vectorsFile, code))
            return fail(ErrorCode::InvalidInput, "A finished corpus lies here; choose another folder.",
                        folder.string());
        if (const auto resumed = writer.resume(); !resumed)
            return Failure(resumed.error());
        return writer;
    }
    const formats::Json json{{"version", 1}, {"model", facts.model}, {"modelHash", facts.modelHash}};
    if (const auto written = formats::writeFileAtomically(folder / factsFile, json.dump(2) + "\n"); !written)
        return Failure(written.error());
    return writer;
}

Result<void> CorpusWriter::resume() {
    for (const Modality modality : allModalities)
        if (const auto resumed = resumeModality(modality); !resumed)
            return resumed;
    if (const auto failed = readTable(m_folder / failedFile, true))
        for (const CorpusRow& row : *failed)
            ++m_known["failed\n" + row.id + '\n' + row.file.generic_string() + '\n' + row.text];
    return {};
}

// A row counts when both its vector and its line are whole; what is behind the last such row is cut off.
Result<void> CorpusWriter::resumeModality(Modality modality) {
    const fs::path table = tableFile(m_folder, modality);
    std::error_code code;
    if (!fs::exists(table, code))
        return {};
    const auto rows = readTable(table, true);
    if (!rows)
        return Failure(rows.error());
    const auto bytes = static_cast<std::int64_t>(fs::file_size(rowsFile(m_folder, modality), code));
    std::ifstream in(rowsFile(m_folder, modality), std::ios::binary);
    std::int64_t width = 0;
    in.read(reinterpret_cast<char*>(&width), sizeof width);
    const std::int64_t stored = in && width > 0 && width <= widestVector
                                    ? (bytes - std::int64_t{sizeof width}) / (width * std::int64_t{sizeof(float)})
                                    : 0;
    const std::int64_t kept = std::min(stored, static_cast<std::int64_t>(rows->size()));
    std::string lines;
    for (std::int64_t i = 0; i < kept; ++i) {
        lines += toLine((*rows)[static_cast<std::size_t>(i)]) + '\n';
        ++m_known[keyOf(modality, (*rows)[static_cast<std::size_t>(i)])];
    }
    if (kept > 0) {
        m_widths[modality] = width;
        fs::resize_file(rowsFile(m_folder, modality),
                        static_cast<std::uintmax_t>(std::int64_t{sizeof width} + kept * width * 4), code);
    } else {
        fs::remove(rowsFile(m_folder, modality), code);
    }
    m_rows += kept;
    if (kept > 0)
        m_counts[modality] = kept;
    return formats::writeFileAtomically(table, lines);
}

bool CorpusWriter::has(const CorpusItem& item) const {
    const CorpusRow row = rowOf(item);
    return m_known.contains(keyOf(item.item.modality, row)) ||
           m_known.contains("failed\n" + row.id + '\n' + row.file.generic_string() + '\n' + row.text);
}

Result<void> CorpusWriter::add(const CorpusItem& item, std::span<const float> vector) {
    const Modality modality = item.item.modality;
    const auto unit = unitVector(vector, item.id);
    if (!unit)
        return Failure(unit.error());
    const auto [width, isFirst] = m_widths.try_emplace(modality, static_cast<std::int64_t>(unit->size()));
    if (width->second != static_cast<std::int64_t>(unit->size()))
        return fail(ErrorCode::Internal, "The model's vectors change their width.", item.id);
    const fs::path rows = rowsFile(m_folder, modality);
    if (isFirst)
        if (const auto begun = appendBytes(rows, {reinterpret_cast<const char*>(&width->second), sizeof width->second});
            !begun)
            return begun;
    if (const auto written = appendVector(rows, *unit); !written)
        return written;
    ++m_rows;
    ++m_counts[modality];
    ++m_known[keyOf(modality, rowOf(item))];
    return appendLine(tableFile(m_folder, modality), toLine(rowOf(item)));
}

Result<void> CorpusWriter::addFailure(const CorpusItem& item, const std::string& reason) {
    CorpusRow row = rowOf(item);
    ++m_known["failed\n" + row.id + '\n' + row.file.generic_string() + '\n' + row.text];
    row.columns = {{"reason", reason}};
    return appendLine(m_folder / failedFile, toLine(row));
}

Result<void> CorpusWriter::finish() {
    ArrayMap vectors;
    for (const auto& [modality, width] : m_widths) {
        auto values = readVectors(rowsFile(m_folder, modality), sizeof(std::int64_t));
        if (!values)
            return Failure(values.error());
        const auto rows = static_cast<std::int64_t>(values->size()) / width;
        vectors[std::string(toString(modality))] = FloatArray({rows, width}, *std::move(values));
    }
    if (const auto written = formats::writeSafetensors(m_folder / vectorsFile, vectors, {{"model", m_facts.modelHash}});
        !written)
        return written;
    std::error_code ignored;
    for (const auto& [modality, width] : m_widths)
        fs::remove(rowsFile(m_folder, modality), ignored);
    return {};
}

} // namespace triptych::embedding
