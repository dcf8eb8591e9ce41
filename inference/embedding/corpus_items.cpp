// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus_items.h"

#include <algorithm>
#include <array>
#include <optional>

#include "inference/embedding/corpus_rows.h"
#include "inference/embedding/csv.h"
#include "inference/formats/file_bytes.h"
#include "inference/formats/json.h"
#include "inference/formats/sample_file.h"

namespace triptych::embedding {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t mostTableBytes = 1'000'000'000;
constexpr std::uint64_t mostTextBytes = 1'000'000;
constexpr const char* samplesFile = "samples.jsonl";
constexpr std::array imageEndings{".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"};
constexpr std::array audioEndings{".wav", ".flac", ".ogg", ".mp3"};

std::optional<Modality> modalityOf(const fs::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::ranges::find(imageEndings, ending) != imageEndings.end())
        return Modality::Image;
    if (std::ranges::find(audioEndings, ending) != audioEndings.end())
        return Modality::Audio;
    return ending == ".txt" ? std::optional(Modality::Text) : std::nullopt;
}

// Values of a sample's line that are no items and no truth: words and numbers.
std::map<std::string, std::string> columnsOf(const formats::Json& json) {
    std::map<std::string, std::string> columns;
    for (const auto& [name, value] : json.items())
        if (name != "id" && name != "masks" && name != "regions" && value.is_string())
            columns[name] = value.get<std::string>();
        else if (value.is_number() || value.is_boolean())
            columns[name] = value.dump();
    return columns;
}

Result<ItemList> fromLines(const fs::path& source) {
    const auto lines = readLines(source, false);
    if (!lines)
        return Failure(lines.error());
    ItemList list;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        const std::string where = source.string() + " line " + std::to_string(i + 1);
        const auto sample = formats::parseSample((*lines)[i], source.parent_path(), where);
        const auto json = formats::parseJson((*lines)[i], where);
        if (!sample || !json) {
            list.problems.push_back(describe(sample ? json.error() : sample.error()));
            continue;
        }
        const std::string id = sample->id.empty() ? std::to_string(i + 1) : sample->id;
        for (const SampleItem& item : sample->items)
            list.items.push_back({id, item, columnsOf(*json)});
    }
    return list;
}

struct Column {
    std::string name;
    std::optional<Modality> modality; // nothing: told by the file's ending, or kept as it is
    bool isItem = false;
};

Column columnOf(const std::string& name) {
    if (const auto modality = modalityFromString(name))
        return {name, modality, true};
    return {name, std::nullopt, name == "file"};
}

void addCells(const std::vector<Column>& columns, const std::vector<std::string>& cells, const fs::path& folder,
              std::size_t number, ItemList& list) {
    std::string id = std::to_string(number);
    std::map<std::string, std::string> kept;
    for (std::size_t i = 0; i < std::min(columns.size(), cells.size()); ++i)
        if (columns[i].name == "id")
            id = cells[i];
        else if (!columns[i].isItem && !cells[i].empty())
            kept[columns[i].name] = cells[i];
    for (std::size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) {
        if (!columns[i].isItem || cells[i].empty())
            continue;
        const auto modality = columns[i].modality ? columns[i].modality : modalityOf(cells[i]);
        if (!modality)
            list.problems.push_back("Row " + std::to_string(number) + ": \"" + cells[i] +
                                    "\" is neither a picture nor a sound.");
        else if (*modality == Modality::Text)
            list.items.push_back({id, {Modality::Text, cells[i], {}, {}}, kept});
        else
            list.items.push_back({id, {*modality, {}, (folder / cells[i]).lexically_normal()}, kept});
    }
}

Result<ItemList> fromTable(const fs::path& source) {
    const auto text = formats::readTextFile(source, mostTableBytes);
    if (!text)
        return Failure(text.error());
    const auto rows = parseCsv(*text, source.string());
    if (!rows)
        return Failure(rows.error());
    ItemList list;
    if (rows->empty())
        return list;
    std::vector<Column> columns;
    for (const std::string& name : rows->front())
        columns.push_back(columnOf(name));
    if (std::ranges::none_of(columns, &Column::isItem))
        return fail(ErrorCode::BadFormat,
                    "The table's first line names no column \"image\", \"text\", \"audio\" or \"file\".",
                    source.string());
    for (std::size_t i = 1; i < rows->size(); ++i)
        addCells(columns, (*rows)[i], source.parent_path(), i, list);
    return list;
}

// A folder that says itself what belongs to its samples, as the demo world does, holds other files beside them.
Result<ItemList> fromFolder(const fs::path& source) {
    std::error_code missing;
    if (const fs::path lines = source / samplesFile; fs::is_regular_file(lines, missing))
        return fromLines(lines);
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::recursive_directory_iterator it(source, fs::directory_options::skip_permission_denied, code), end;
         it != end; it.increment(code))
        if (it->is_regular_file(code) && modalityOf(it->path()))
            files.push_back(it->path());
    std::ranges::sort(files);
    ItemList list;
    for (const fs::path& file : files) {
        const std::string id = (file.parent_path() / file.stem()).lexically_relative(source).generic_string();
        const Modality modality = *modalityOf(file);
        if (modality != Modality::Text) {
            list.items.push_back({id, {modality, {}, file}, {}});
            continue;
        }
        auto text = formats::readTextFile(file, mostTextBytes);
        if (!text)
            list.problems.push_back(describe(text.error()));
        else
            list.items.push_back({id, {Modality::Text, *std::move(text), {}}, {}});
    }
    return list;
}

} // namespace

Result<ItemList> readItems(const fs::path& source) {
    std::error_code code;
    auto list = fs::is_directory(source, code) ? fromFolder(source)
                : source.extension() == ".csv" ? fromTable(source)
                                               : fromLines(source);
    if (list && list->items.empty())
        return fail(ErrorCode::InvalidInput,
                    list->problems.empty() ? "There is no image, text or sound to embed."
                                           : "Nothing can be embedded: " + list->problems.front(),
                    source.string());
    return list;
}

} // namespace triptych::embedding
