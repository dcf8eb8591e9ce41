// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/bpe_merges.h"

#include <random>

#include <QtTest>

using namespace triptych::text;

namespace {

// Merges of the letters 0, 1 and 2 into longer tokens, as training would find them.
MergeTable randomTable(std::mt19937& random) {
    MergeTable table;
    constexpr int merges = 40;
    table.reserve(merges);
    for (int rank = 0; rank < merges; ++rank) {
        std::uniform_int_distribution<std::int32_t> token(0, 2 + rank);
        table.add(token(random), token(random), {static_cast<std::uint32_t>(rank), 3 + rank});
    }
    return table;
}

std::vector<TokenPiece> randomWord(std::mt19937& random, std::uint32_t length) {
    std::vector<TokenPiece> word;
    for (std::uint32_t i = 0; i < length; ++i)
        word.push_back({static_cast<std::int32_t>(random() % 3), i, i + 1});
    return word;
}

// What byte pair encoding is, without any cleverness.
std::vector<std::int32_t> plainly(const MergeTable& table, const std::vector<TokenPiece>& word) {
    std::vector<std::int32_t> ids;
    for (const TokenPiece& piece : word)
        ids.push_back(piece.id);
    while (true) {
        MergeTable::Merge best;
        std::size_t place = 0;
        for (std::size_t i = 0; i + 1 < ids.size(); ++i)
            if (const auto merge = table.find(ids[i], ids[i + 1]); merge.rank < best.rank) {
                best = merge;
                place = i;
            }
        if (best.rank == MergeTable::none)
            return ids;
        ids[place] = best.id;
        ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(place) + 1);
    }
}

} // namespace

class BpeMergesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasAdded() {
        MergeTable table;
        QCOMPARE(table.find(1, 2).rank, MergeTable::none);
        table.reserve(2);
        table.add(1, 2, {5, 9});
        table.add(1, 2, {6, 10});
        QCOMPARE(table.find(1, 2).id, 10);
        QCOMPARE(table.find(2, 1).rank, MergeTable::none);
    }

    void shortAndLongWordsFollowTheRule() {
        std::mt19937 random(1);
        for (int i = 0; i < 300; ++i) {
            const MergeTable table = randomTable(random);
            for (const std::uint32_t length : {1U, 2U, 7U, 40U, 41U, 150U}) {
                std::vector<TokenPiece> word = randomWord(random, length);
                const std::vector<std::int32_t> expected = plainly(table, word);
                // A piece of an earlier word is left alone.
                word.insert(word.begin(), {0, 0, 1});
                table.apply(word, 1);
                QCOMPARE(word.size(), expected.size() + 1);
                std::uint32_t end = 0;
                for (std::size_t p = 0; p < expected.size(); ++p) {
                    QCOMPARE(word[p + 1].id, expected[p]);
                    QCOMPARE(word[p + 1].begin, end);
                    end = word[p + 1].end;
                }
                QCOMPARE(end, length);
            }
        }
    }
};

QTEST_GUILESS_MAIN(BpeMergesTest)
#include "bpe_merges_test.moc"
