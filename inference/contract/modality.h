// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace triptych {

enum class Modality { Image, Text, Audio };

inline constexpr std::array allModalities{Modality::Image, Modality::Text, Modality::Audio};

// "image", "text", "audio": the ids of files, traces and the command line.
[[nodiscard]] constexpr std::string_view toString(Modality modality) {
    switch (modality) {
    case Modality::Image:
        return "image";
    case Modality::Text:
        return "text";
    case Modality::Audio:
        return "audio";
    }
    return "";
}

[[nodiscard]] constexpr std::optional<Modality> modalityFromString(std::string_view id) {
    for (const Modality modality : allModalities)
        if (toString(modality) == id)
            return modality;
    return std::nullopt;
}

} // namespace triptych
