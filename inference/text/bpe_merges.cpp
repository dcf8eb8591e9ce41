// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/bpe_merges.h"

#include <array>
#include <bit>
#include <queue>

namespace triptych::text {

namespace {

// Up to here looking for the lowest rank again and again is faster than a queue.
constexpr std::size_t shortWord = 40;

std::uint64_t keyOf(std::int32_t left, std::int32_t right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

std::size_t hashOfPair(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15ULL;
    return key ^ (key >> 29);
}

struct Candidate {
    MergeTable::Merge merge;
    std::uint32_t position = 0;

    // The queue gives the largest first.
    bool operator<(const Candidate& other) const {
        return merge.rank != other.merge.rank ? merge.rank > other.merge.rank : position > other.position;
    }
};

void dropGone(std::vector<TokenPiece>& pieces, std::size_t first, const std::vector<bool>& gone) {
    std::size_t kept = first;
    for (std::size_t i = 0; i < gone.size(); ++i)
        if (!gone[i])
            pieces[kept++] = pieces[first + i];
    pieces.resize(kept);
}

} // namespace

void MergeTable::reserve(std::size_t count) {
    m_slots.assign(std::bit_ceil(count * 2 + 2), Slot{});
    m_mask = m_slots.size() - 1;
}

void MergeTable::add(std::int32_t left, std::int32_t right, Merge merge) {
    const std::uint64_t key = keyOf(left, right);
    std::size_t i = hashOfPair(key) & m_mask;
    while (m_slots[i].merge.rank != none && m_slots[i].key != key)
        i = (i + 1) & m_mask;
    m_slots[i] = {key, merge};
}

MergeTable::Merge MergeTable::find(std::int32_t left, std::int32_t right) const {
    if (m_slots.empty())
        return {};
    const std::uint64_t key = keyOf(left, right);
    std::size_t i = hashOfPair(key) & m_mask;
    while (m_slots[i].merge.rank != none && m_slots[i].key != key)
        i = (i + 1) & m_mask;
    return m_slots[i].merge;
}

void MergeTable::apply(std::vector<TokenPiece>& pieces, std::size_t first) const {
    const std::size_t count = pieces.size() - first;
    if (count < 2)
        return;
    if (count <= shortWord)
        applyShort(pieces, first);
    else
        applyLong(pieces, first);
}

void MergeTable::applyShort(std::vector<TokenPiece>& pieces, std::size_t first) const {
    std::array<Merge, shortWord> merges{};
    std::size_t count = pieces.size() - first;
    TokenPiece* word = pieces.data() + first;
    for (std::size_t i = 0; i + 1 < count; ++i)
        merges[i] = find(word[i].id, word[i + 1].id);
    while (count > 1) {
        std::size_t best = 0;
        for (std::size_t i = 1; i + 1 < count; ++i)
            if (merges[i].rank < merges[best].rank)
                best = i;
        if (merges[best].rank == none)
            break;
        word[best].id = merges[best].id;
        word[best].end = word[best + 1].end;
        for (std::size_t i = best + 1; i + 1 < count; ++i) {
            word[i] = word[i + 1];
            merges[i] = merges[i + 1];
        }
        --count;
        if (best + 1 < count)
            merges[best] = find(word[best].id, word[best + 1].id);
        if (best > 0)
            merges[best - 1] = find(word[best - 1].id, word[best].id);
    }
    pieces.resize(first + count);
}

void MergeTable::applyLong(std::vector<TokenPiece>& pieces, std::size_t first) const {
    constexpr std::uint32_t end = none;
    const auto count = static_cast<std::uint32_t>(pieces.size() - first);
    TokenPiece* word = pieces.data() + first;
    std::vector<std::uint32_t> previous(count);
    std::vector<std::uint32_t> next(count);
    std::priority_queue<Candidate> queue;
    const auto consider = [&](std::uint32_t left, std::uint32_t right) {
        if (const Merge merge = find(word[left].id, word[right].id); merge.rank != none)
            queue.push({merge, left});
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        previous[i] = i == 0 ? end : i - 1;
        next[i] = i + 1 == count ? end : i + 1;
        if (i + 1 < count)
            consider(i, i + 1);
    }
    std::vector<bool> gone(count);
    while (!queue.empty()) {
        const auto [merge, left] = queue.top();
        queue.pop();
        const std::uint32_t right = next[left];
        // Candidates of pairs that have changed meanwhile are stale.
        if (gone[left] || right == end)
            continue;
        if (const Merge now = find(word[left].id, word[right].id); now.rank == none || now.id != merge.id)
            continue;
        word[left].id = merge.id;
        word[left].end = word[right].end;
        gone[right] = true;
        next[left] = next[right];
        if (next[left] != end) {
            previous[next[left]] = left;
            consider(left, next[left]);
        }
        if (previous[left] != end)
            consider(previous[left], left);
    }
    dropGone(pieces, first, gone);
}

} // namespace triptych::text
