// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace triptych {

// A field of comma-separated values (RFC 4180): quoted where it holds a comma, a quote or a line end.
[[nodiscard]] inline std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string field = "\"";
    for (const char c : text)
        field += c == '"' ? std::string("\"\"") : std::string(1, c);
    return field + "\"";
}

} // namespace triptych
