// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych {

// The parts of an attention map's trace name.
struct AttentionName {
    std::string tower;
    int layer = -1; // -1: attention pooling
    bool cross = false;

    bool operator==(const AttentionName&) const = default;
};

// "fusion.layers.2.cross_attention" -> {fusion, 2, true}; "vision.pool.attention" -> {vision, -1, false}; nothing for
// names that are not attention maps.
[[nodiscard]] std::optional<AttentionName> parseAttentionName(std::string_view traceName);

} // namespace triptych
