// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace triptych::cli {

// Lines of words in aligned columns, for people.
class Table {
public:
    explicit Table(std::vector<std::string> header);

    void add(std::vector<std::string> row);

    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string markdown() const;
    // RFC 4180: cells with commas, quotes or line breaks are quoted.
    [[nodiscard]] std::string csv() const;

private:
    std::vector<std::vector<std::string>> m_rows; // the header first
};

// As printf writes it.
[[nodiscard]] std::string number(double value, const char* format);

// "1.2 GiB", "34 MiB", "56 KiB".
[[nodiscard]] std::string humanBytes(double bytes);

[[nodiscard]] std::string join(const std::vector<std::string>& words, const std::string& separator);

} // namespace triptych::cli
