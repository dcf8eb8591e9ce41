// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "inference/contract/units.h"

namespace triptych::training {

struct EncodedCaption {
    std::vector<std::int64_t> ids;
    std::vector<CharRange> chars; // code points, per id
};

// Cuts captions of the world into word pieces. Captions hold only words, spaces and signs, so that this is the same as
// the general tokenizer on tokenizer.json, without its cost; a test compares the two.
class CaptionEncoder {
public:
    explicit CaptionEncoder(const std::vector<std::string>& pieces);

    [[nodiscard]] EncodedCaption encode(const std::string& text) const;
    [[nodiscard]] int vocabularySize() const { return static_cast<int>(m_ids.size()); }

private:
    void encodeWord(const std::u32string& text, std::size_t begin, std::size_t end, EncodedCaption& encoded) const;

    std::unordered_map<std::string, std::int64_t> m_ids;
};

[[nodiscard]] inline bool overlap(const CharRange& a, const CharRange& b) {
    return a.from < b.to && b.from < a.to;
}

} // namespace triptych::training
