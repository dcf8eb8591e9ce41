// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "inference/text/model.h"

namespace triptych::text {

// Remembers the pieces of words, because texts repeat theirs. Bounded: when it is full it starts anew.
class WordCache {
public:
    // Valid until the next call. `scratch` holds pieces that are not worth remembering.
    [[nodiscard]] std::span<const TokenPiece> piecesOf(std::string_view word, const Model& model,
                                                       std::vector<TokenPiece>& scratch);

private:
    struct Entry {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    StringIndex m_index; // word to m_entries
    std::vector<Entry> m_entries;
    std::vector<TokenPiece> m_pieces;
};

} // namespace triptych::text
