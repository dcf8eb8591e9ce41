// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus_rows.h"

#include <fstream>

#include "inference/formats/json.h"

namespace triptych::embedding {

using formats::Json;

std::string toLine(const CorpusRow& row) {
    nlohmann::ordered_json line;
    line["id"] = row.id;
    if (row.file.empty())
        line["text"] = row.text;
    else
        line["file"] = row.file.generic_string();
    if (!row.columns.empty())
        line["columns"] = row.columns;
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<CorpusRow> parseRow(std::string_view line, const std::string& where) {
    const auto json = formats::parseJson(line, where);
    if (!json)
        return Failure(json.error());
    if (!json->is_object())
        return fail(ErrorCode::BadFormat, "A row of a corpus is a JSON object.", where);
    CorpusRow row;
    const auto read = [&](const char* key, std::string& into) {
        return formats::jsonMemberOr<std::string>(*json, key, {}, where).map([&](std::string value) {
            into = std::move(value);
        });
    };
    std::string file;
    if (const auto done = read("id", row.id).and_then([&] { return read("text", row.text); }).and_then([&] {
            return read("file", file);
        });
        !done)
        return Failure(done.error());
    row.file = file;
    if (const auto columns = json->find("columns"); columns != json->end() && columns->is_object())
        for (const auto& [name, value] : columns->items())
            row.columns[name] = value.is_string() ? value.get<std::string>() : value.dump();
    return row;
}

CorpusRow rowOf(const CorpusItem& item) {
    return {item.id, item.item.text, item.item.file, item.columns};
}

Result<std::vector<std::string>> readLines(const std::filesystem::path& file, bool onlyWhole) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail(ErrorCode::FileMissing, "The file cannot be read; check that it is there.", file.string());
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (in.eof() && onlyWhole)
            break;
        if (!line.empty())
            lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace triptych::embedding
