// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "inference/text/model.h"

namespace triptych::text {

// Which neighbours byte pair encoding joins, and in what order.
class MergeTable {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    struct Merge {
        std::uint32_t rank = none; // lower ones first
        std::int32_t id = 0;       // of the joined token
    };

    void reserve(std::size_t count);
    // Replaces an earlier merge of the same pair.
    void add(std::int32_t left, std::int32_t right, Merge merge);
    // Rank `none` for a pair that is not joined.
    [[nodiscard]] Merge find(std::int32_t left, std::int32_t right) const;

    // Joins the pieces of one word, which follow each other without gaps, in place from `first` on: always the pair of
    // lowest rank, the leftmost of several.
    void apply(std::vector<TokenPiece>& pieces, std::size_t first) const;

private:
    struct Slot {
        std::uint64_t key = ~std::uint64_t{0};
        Merge merge;
    };

    void applyShort(std::vector<TokenPiece>& pieces, std::size_t first) const;
    void applyLong(std::vector<TokenPiece>& pieces, std::size_t first) const;

    std::vector<Slot> m_slots;
    std::size_t m_mask = 0;
};

} // namespace triptych::text
