// SPDX-License-Identifier: GPL-3.0-or-later
// The words of captions, before grammar.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inference/world/caption.h"

namespace triptych::world {

inline constexpr int largestCount = 5;

[[nodiscard]] std::string_view wordFor(Colour colour, Language language);
[[nodiscard]] std::string_view wordFor(SizeKind size, Language language);
[[nodiscard]] std::string_view wordFor(Fill fill, Language language);
// "left of", "左边"
[[nodiscard]] std::string_view wordFor(Relation relation, Language language);
// "two", "两个"; 1..largestCount
[[nodiscard]] std::string_view countWord(int count, Language language);
// An absent shape is an "object". English has a plural.
[[nodiscard]] std::string noun(std::optional<ShapeKind> shape, int count, Language language);

} // namespace triptych::world
