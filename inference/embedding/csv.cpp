// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/csv.h"

namespace triptych::embedding {

Result<std::vector<std::vector<std::string>>> parseCsv(std::string_view text, const std::string& where) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row;
    std::string field;
    bool isQuoted = false;
    const auto endRow = [&] {
        row.push_back(std::move(field));
        field.clear();
        if (row.size() > 1 || !row.front().empty())
            rows.push_back(std::move(row));
        row.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isQuoted) {
            const bool isDoubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
            if (c != '"' || isDoubled)
                field += c;
            else
                isQuoted = false;
            i += isDoubled ? 1 : 0;
        } else if (c == '"' && field.empty()) {
            isQuoted = true;
        } else if (c == ',') {
            row.push_back(std::move(field));
            field.clear();
        } else if (c == '\n') {
            endRow();
        } else if (c != '\r') {
            field += c;
        }
    }
    if (isQuoted)
        return fail(ErrorCode::BadFormat, "A quoted field is never closed; correct the table.", where);
    if (!field.empty() || !row.empty())
        endRow();
    return rows;
}

} // namespace triptych::embedding
