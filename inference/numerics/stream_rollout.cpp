// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/stream_rollout.h"

#include "inference/numerics/block_copy.h"
#include "inference/numerics/rollout.h"

namespace triptych::numerics {

void StreamRollout::begin(const std::string& stream, std::size_t tokens) {
    m_own[stream] = identity(tokens);
}

void StreamRollout::self(const std::string& stream, MatrixView attention) {
    rollOver(m_own.at(stream), attention);
    for (auto& [key, read] : m_read[stream])
        if (m_carried.contains({stream, key}))
            rollOver(read, attention);
}

void StreamRollout::cross(const std::string& query, const std::string& key, MatrixView attention) {
    m_read[query][key] = product(attention, m_own.at(key));
    m_carried.erase({query, key});
}

void StreamRollout::join(const std::vector<std::string>& parts, const std::string& whole) {
    std::size_t tokens = 0;
    for (const std::string& part : parts)
        tokens += m_own.at(part).rows;
    Matrix own(tokens, tokens);
    std::map<std::string, Matrix> read;
    std::size_t offset = 0;
    for (const std::string& part : parts) {
        const Matrix& block = m_own.at(part);
        copyBlock(block, own, offset, offset);
        for (const auto& [key, matrix] : m_read[part])
            copyBlock(matrix, read.try_emplace(key, tokens, matrix.cols).first->second, offset, 0);
        offset += block.rows;
    }
    for (const std::string& part : parts) {
        m_own.erase(part);
        m_read.erase(part);
    }
    m_own[whole] = std::move(own);
    for (const auto& [key, matrix] : read)
        m_carried.insert({whole, key});
    m_read[whole] = std::move(read);
}

const Matrix* StreamRollout::own(const std::string& stream) const {
    const auto found = m_own.find(stream);
    return found == m_own.end() ? nullptr : &found->second;
}

const std::map<std::string, Matrix>& StreamRollout::read(const std::string& stream) const {
    static const std::map<std::string, Matrix> nothing;
    const auto found = m_read.find(stream);
    return found == m_read.end() ? nothing : found->second;
}

} // namespace triptych::numerics
