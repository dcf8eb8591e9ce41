// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/trace_name.h"

#include <charconv>

namespace triptych {

std::optional<AttentionName> parseAttentionName(std::string_view traceName) {
    AttentionName name;
    name.cross = traceName.ends_with(".cross_attention");
    if (!name.cross && !traceName.ends_with(".attention"))
        return std::nullopt;
    constexpr std::string_view layers = ".layers.";
    if (const auto at = traceName.find(layers); at != traceName.npos) {
        name.tower = traceName.substr(0, at);
        const std::string_view rest = traceName.substr(at + layers.size());
        if (std::from_chars(rest.data(), rest.data() + rest.size(), name.layer).ec != std::errc{})
            return std::nullopt;
        return name;
    }
    const auto pool = traceName.find(".pool.");
    if (pool == traceName.npos)
        return std::nullopt;
    name.tower = traceName.substr(0, pool);
    return name;
}

} // namespace triptych
