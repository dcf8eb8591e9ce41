// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/word_cache.h"

namespace triptych::text {

namespace {

constexpr std::size_t maxWords = 32'768;
constexpr std::size_t maxWordBytes = 128; // longer ones hardly come again

} // namespace

std::span<const TokenPiece> WordCache::piecesOf(std::string_view word, const Model& model,
                                                std::vector<TokenPiece>& scratch) {
    if (word.size() > maxWordBytes) {
        scratch.clear();
        model.tokenize(word, scratch);
        return scratch;
    }
    std::uint32_t index = m_index.find(word);
    if (index == StringIndex::none) {
        if (m_entries.size() >= maxWords) {
            m_index.clear();
            m_entries.clear();
            m_pieces.clear();
        }
        index = static_cast<std::uint32_t>(m_entries.size());
        const auto first = static_cast<std::uint32_t>(m_pieces.size());
        model.tokenize(word, m_pieces);
        m_entries.push_back({first, static_cast<std::uint32_t>(m_pieces.size()) - first});
        m_index.insert(word, index);
    }
    const Entry& entry = m_entries[index];
    return std::span(m_pieces).subspan(entry.first, entry.count);
}

} // namespace triptych::text
