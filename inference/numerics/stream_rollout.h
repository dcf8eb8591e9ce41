// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Rollout of every token stream while the layers of a network are passed. Streams mix within themselves by
// self-attention; across streams the last cross-attention counts, followed back through the rollout of the stream that
// it looks at.
class StreamRollout {
public:
    void begin(const std::string& stream, std::size_t tokens);

    // attention [n, n], mean over heads.
    void self(const std::string& stream, MatrixView attention);

    // attention [q, k], mean over heads; replaces what `query` read from `key` before.
    void cross(const std::string& query, const std::string& key, MatrixView attention);

    // The parts are concatenated. What they have read goes on with the whole: its later self-attention passes it on.
    void join(const std::vector<std::string>& parts, const std::string& whole);

    // The stream's own rollout [n, n]; nullptr for an unknown stream.
    [[nodiscard]] const Matrix* own(const std::string& stream) const;
    // By key stream: last cross-attention times the key's rollout at that moment, [n, k].
    [[nodiscard]] const std::map<std::string, Matrix>& read(const std::string& stream) const;
    [[nodiscard]] const std::map<std::string, Matrix>& streams() const { return m_own; }

private:
    std::map<std::string, Matrix> m_own;
    std::map<std::string, std::map<std::string, Matrix>> m_read; // by query, by key
    std::set<std::pair<std::string, std::string>> m_carried;     // query and key of what a join brought along
};

} // namespace triptych::numerics
