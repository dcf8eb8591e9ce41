// SPDX-License-Identifier: GPL-3.0-or-later
// Unigram language model: of all ways to cut a word, the one of the highest sum of scores (Viterbi), with the details
// of Hugging Face tokenizers.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "inference/text/model.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMemberOr;

namespace {

constexpr double unknownPenalty = 10;
constexpr std::uint32_t none = 0xFFFFFFFF;

// Tokens by their bytes. Children of a node are found by hashing, because most nodes have one child.
class Trie {
public:
    void add(std::string_view token, std::int32_t id) {
        std::uint32_t node = 0;
        for (const char c : token) {
            if ((m_ids.size() + 1) * 2 > m_slots.size())
                grow();
            const std::uint64_t key = keyOf(node, c);
            Slot& slot = m_slots[slotOf(key)];
            if (slot.node == none) {
                slot = {key, static_cast<std::uint32_t>(m_ids.size())};
                m_ids.push_back(-1);
            }
            node = slot.node;
        }
        m_ids[node] = id;
    }

    [[nodiscard]] std::uint32_t childOf(std::uint32_t node, char c) const {
        return m_slots.empty() ? none : m_slots[slotOf(keyOf(node, c))].node;
    }
    // -1 where no token ends.
    [[nodiscard]] std::int32_t idAt(std::uint32_t node) const { return m_ids[node]; }

private:
    struct Slot {
        std::uint64_t key = ~std::uint64_t{0};
        std::uint32_t node = none;
    };

    static std::uint64_t keyOf(std::uint32_t node, char c) {
        return static_cast<std::uint64_t>(node) << 8 | static_cast<unsigned char>(c);
    }

    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const {
        const std::size_t mask = m_slots.size() - 1;
        std::uint64_t hash = key * 0x9E3779B97F4A7C15ULL;
        std::size_t i = (hash ^ (hash >> 29)) & mask;
        while (m_slots[i].node != none && m_slots[i].key != key)
            i = (i + 1) & mask;
        return i;
    }

    void grow() {
        std::vector<Slot> old(m_slots.empty() ? 1024 : m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old)
            if (slot.node != none)
                m_slots[slotOf(slot.key)] = slot;
    }

    std::vector<Slot> m_slots;
    std::vector<std::int32_t> m_ids{-1}; // of the token that ends at the node
};

struct UnigramSpec {
    Vocabulary vocabulary;
    std::vector<double> scores; // by id
    std::optional<std::int32_t> unknown;
    bool byteFallback = false;
};

class Unigram final : public Model {
public:
    explicit Unigram(UnigramSpec spec)
        : m_spec(std::move(spec)) {
        for (std::int64_t id = 0; id < m_spec.vocabulary.size(); ++id)
            m_trie.add(m_spec.vocabulary.tokenOf(id), *m_spec.vocabulary.idOf(m_spec.vocabulary.tokenOf(id)));
        m_unknownScore = *std::ranges::min_element(m_spec.scores) - unknownPenalty;
        for (unsigned int byte = 0; byte < 256; ++byte) {
            std::array<char, 8> name{};
            std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
            m_fallback[byte] = m_spec.vocabulary.idOf(name.data()).value_or(-1);
        }
    }

    void tokenize(std::string_view word, std::vector<TokenPiece>& pieces) const override {
        const std::size_t first = pieces.size();
        bestPath(word, pieces);
        fuseUnknown(word, pieces, first);
    }

    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_spec.vocabulary; }

private:
    struct Node {
        double score = 0;
        std::uint32_t begin = none; // of the piece that ends here
        std::int32_t id = 0;
    };

    void bestPath(std::string_view word, std::vector<TokenPiece>& pieces) const {
        thread_local std::vector<Node> nodes;
        nodes.assign(word.size() + 1, Node{});
        const auto offer = [&](std::size_t begin, std::size_t end, double score, std::int32_t id) {
            Node& node = nodes[end];
            if (node.begin == none || score > node.score)
                node = {score, static_cast<std::uint32_t>(begin), id};
        };
        for (std::size_t begin = 0; begin < word.size();) {
            std::size_t character = begin;
            static_cast<void>(nextCodePoint(word, character));
            const double before = nodes[begin].score;
            bool single = false;
            std::uint32_t node = 0;
            for (std::size_t i = begin; i < word.size(); ++i) {
                node = m_trie.childOf(node, word[i]);
                if (node == none)
                    break;
                const std::int32_t id = m_trie.idAt(node);
                if (id < 0)
                    continue;
                offer(begin, i + 1, m_spec.scores[static_cast<std::size_t>(id)] + before, id);
                single |= i + 1 == character;
            }
            if (!single)
                offer(begin, character, m_unknownScore + before, unknownId());
            begin = character;
        }
        const std::size_t first = pieces.size();
        for (auto end = static_cast<std::uint32_t>(word.size()); end > 0; end = nodes[end].begin)
            pieces.push_back({nodes[end].id, nodes[end].begin, end});
        std::reverse(pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end());
    }

    // Neighbouring unknown characters become one piece, which may be a token after all, or is spelt in bytes.
    void fuseUnknown(std::string_view word, std::vector<TokenPiece>& pieces, std::size_t first) const {
        const auto isUnknown = [&](const TokenPiece& piece) { return piece.id == unknownId(); };
        if (std::none_of(pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end(), isUnknown))
            return;
        const std::vector<TokenPiece> found(pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end());
        pieces.resize(first);
        for (std::size_t i = 0; i < found.size(); ++i) {
            TokenPiece piece = found[i];
            if (!isUnknown(piece)) {
                pieces.push_back(piece);
                continue;
            }
            while (i + 1 < found.size() && isUnknown(found[i + 1]))
                piece.end = found[++i].end;
            appendUnknown(word, piece, pieces);
        }
    }

    void appendUnknown(std::string_view word, TokenPiece piece, std::vector<TokenPiece>& pieces) const {
        const std::string_view text = word.substr(piece.begin, piece.end - piece.begin);
        const auto known = m_spec.vocabulary.idOf(text);
        const auto hasByte = [&](char c) { return m_fallback[static_cast<unsigned char>(c)] >= 0; };
        if (!known && m_spec.byteFallback && std::ranges::all_of(text, hasByte)) {
            for (const char c : text)
                pieces.push_back({m_fallback[static_cast<unsigned char>(c)], piece.begin, piece.end});
            return;
        }
        if (!known && !m_spec.unknown)
            return;
        piece.id = known ? *known : *m_spec.unknown;
        pieces.push_back(piece);
    }

    [[nodiscard]] std::int32_t unknownId() const { return m_spec.unknown.value_or(-1); }

    UnigramSpec m_spec;
    Trie m_trie;
    double m_unknownScore = 0;
    std::array<std::int32_t, 256> m_fallback{};
};

Result<void> readPieces(const Json& model, UnigramSpec& spec, const std::string& where) {
    const auto entries = model.find("vocab");
    if (entries == model.end() || !entries->is_array() || entries->empty())
        return fail(ErrorCode::BadFormat, "The tokenizer has no vocabulary.", where);
    std::int64_t id = 0;
    for (const Json& entry : *entries) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number() ||
            !std::isfinite(entry[1].get<double>()))
            return fail(ErrorCode::BadFormat, "Piece " + std::to_string(id) + " is not a pair of text and score.",
                        where);
        if (auto added = spec.vocabulary.add(entry[0].get<std::string>(), id++, where); !added)
            return added;
        spec.scores.push_back(entry[1].get<double>());
    }
    return {};
}

} // namespace

Result<ModelPtr> readUnigram(const Json& model, const std::string& where) {
    UnigramSpec spec;
    if (auto read = readPieces(model, spec, where); !read)
        return tl::make_unexpected(read.error());
    const auto unknown = jsonMemberOr<std::int64_t>(model, "unk_id", -1, where);
    if (!unknown)
        return tl::make_unexpected(unknown.error());
    const auto fallback = jsonMemberOr<bool>(model, "byte_fallback", false, where);
    if (!fallback)
        return tl::make_unexpected(fallback.error());
    if (*unknown >= spec.vocabulary.size())
        return fail(ErrorCode::BadFormat, "\"unk_id\" is not in the vocabulary.", where);
    if (*unknown >= 0)
        spec.unknown = static_cast<std::int32_t>(*unknown);
    spec.byteFallback = *fallback;
    return ModelPtr(std::make_shared<Unigram>(std::move(spec)));
}

} // namespace triptych::text
