// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "inference/base/csv_field.h"

namespace triptych::cli {

namespace {

// Columns on a terminal: continuation bytes of UTF-8 take none.
std::size_t columnsOf(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string escapedBars(const std::string& cell) {
    std::string text;
    for (const char c : cell)
        text += c == '|' ? std::string("\\|") : std::string(1, c);
    return text;
}

} // namespace

Table::Table(std::vector<std::string> header)
    : m_rows{std::move(header)} {
}

void Table::add(std::vector<std::string> row) {
    row.resize(m_rows.front().size());
    m_rows.push_back(std::move(row));
}

std::string Table::text() const {
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columnsOf(row[i]));
    std::string text;
    for (const auto& row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - columnsOf(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string Table::markdown() const {
    std::string text;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        text += '|';
        for (const std::string& cell : m_rows[i])
            text += ' ' + escapedBars(cell) + " |";
        text += '\n';
        if (i > 0)
            continue;
        text += '|';
        for (std::size_t column = 0; column < m_rows[i].size(); ++column)
            text += "---|";
        text += '\n';
    }
    return text;
}

std::string Table::csv() const {
    std::string text;
    for (const auto& row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i > 0 ? "," : "") + csvField(row[i]);
        text += '\n';
    }
    return text;
}

std::string number(double value, const char* format) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string humanBytes(double bytes) {
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    while (bytes >= 1024.0 && unit + 1 < units.size()) {
        bytes /= 1024.0;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), bytes < 10.0 && unit > 0 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
    return text.data();
}

std::string join(const std::vector<std::string>& words, const std::string& separator) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : separator) + word;
    return text;
}

} // namespace triptych::cli
