// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

namespace triptych::numerics {

// Otsu 1979: the value at and above which units form the upper class, so that the variance between the classes is
// largest; exact, without a histogram. Nothing for values without any difference.
[[nodiscard]] std::optional<float> otsuThreshold(std::span<const float> values);

} // namespace triptych::numerics
