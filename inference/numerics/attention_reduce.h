// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "inference/base/array.h"
#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// How the heads of one attention map become one matrix.
struct HeadChoice {
    enum class Kind { Mean, Max, One };

    Kind kind = Kind::Mean;
    std::size_t head = 0; // with One

    bool operator==(const HeadChoice&) const = default;
};

// attention [head, query, key] -> [query, key].
[[nodiscard]] Matrix reduceHeads(std::span<const float> attention, std::size_t heads, std::size_t queries,
                                 std::size_t keys, HeadChoice choice);
[[nodiscard]] Matrix reduceHeads(const FloatArray& attention, HeadChoice choice);

} // namespace triptych::numerics
