// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Relevancy of every token stream toward every other while the layers of a network are passed, in the order of the
// input. Holds R_xy [x, y] by the names of the streams; a pair that no layer has related yet has no matrix.
class StreamRelevancy {
public:
    // R = I.
    void begin(const std::string& stream, std::size_t tokens);

    // Self-attention, abar [n, n]: rules 6 and 7, for every y from the old values.
    void self(const std::string& stream, MatrixView abar);

    // `query` looks at `key`, abar [q, k]: rule 10 for R_qk, rule 11 for what the key stream has gathered from others.
    void cross(const std::string& query, const std::string& key, MatrixView abar);

    // Both look at each other at once; all additions come from the same old state.
    void crossBoth(const std::string& first, const std::string& second, MatrixView firstLooks, MatrixView secondLooks);

    // The parts are concatenated, as rows and as columns, and go on under a new name.
    void join(const std::vector<std::string>& parts, const std::string& whole);

    // nullptr where no layer related them.
    [[nodiscard]] const Matrix* find(const std::string& row, const std::string& column) const;
    [[nodiscard]] bool has(const std::string& stream) const { return m_tokens.contains(stream); }
    // Tokens by stream.
    [[nodiscard]] const std::map<std::string, std::size_t>& streams() const { return m_tokens; }

private:
    using Pair = std::pair<std::string, std::string>;
    using Additions = std::vector<std::pair<Pair, Matrix>>;

    [[nodiscard]] Additions crossAdditions(const std::string& query, const std::string& key, MatrixView abar) const;
    void apply(Additions additions);

    std::map<std::string, std::size_t> m_tokens;
    std::map<Pair, Matrix> m_relevancy;
};

} // namespace triptych::numerics
