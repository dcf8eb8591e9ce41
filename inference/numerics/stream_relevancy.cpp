// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/stream_relevancy.h"

#include <cassert>

#include "inference/numerics/block_copy.h"
#include "inference/numerics/relevancy.h"

namespace triptych::numerics {

void StreamRelevancy::begin(const std::string& stream, std::size_t tokens) {
    m_tokens[stream] = tokens;
    m_relevancy[{stream, stream}] = identity(tokens);
}

void StreamRelevancy::self(const std::string& stream, MatrixView abar) {
    Additions additions;
    for (const auto& [pair, relevancy] : m_relevancy)
        if (pair.first == stream)
            additions.emplace_back(pair, selfAddition(abar, relevancy));
    apply(std::move(additions));
}

void StreamRelevancy::cross(const std::string& query, const std::string& key, MatrixView abar) {
    apply(crossAdditions(query, key, abar));
}

void StreamRelevancy::crossBoth(const std::string& first, const std::string& second, MatrixView firstLooks,
                                MatrixView secondLooks) {
    Additions additions = crossAdditions(first, second, firstLooks);
    for (auto& addition : crossAdditions(second, first, secondLooks))
        additions.push_back(std::move(addition));
    apply(std::move(additions));
}

StreamRelevancy::Additions StreamRelevancy::crossAdditions(const std::string& query, const std::string& key,
                                                           MatrixView abar) const {
    const Matrix* queryOwn = find(query, query);
    const Matrix* keyOwn = find(key, key);
    assert(queryOwn && keyOwn);
    Additions additions;
    additions.emplace_back(Pair{query, key}, crossAddition(*queryOwn, abar, *keyOwn));
    for (const auto& [pair, relevancy] : m_relevancy)
        if (pair.first == key && pair.second != key)
            additions.emplace_back(Pair{query, pair.second}, passedOnAddition(abar, relevancy));
    return additions;
}

void StreamRelevancy::apply(Additions additions) {
    for (auto& [pair, addition] : additions) {
        const auto found = m_relevancy.find(pair);
        if (found == m_relevancy.end())
            m_relevancy.emplace(pair, std::move(addition));
        else
            add(found->second, addition);
    }
}

void StreamRelevancy::join(const std::vector<std::string>& parts, const std::string& whole) {
    assert(!has(whole));
    std::map<std::string, std::size_t> offsets;
    std::size_t tokens = 0;
    for (const std::string& part : parts) {
        offsets[part] = tokens;
        tokens += m_tokens.at(part);
        m_tokens.erase(part);
    }
    m_tokens[whole] = tokens;

    std::map<Pair, Matrix> joined;
    for (const auto& [pair, relevancy] : m_relevancy) {
        const auto row = offsets.find(pair.first);
        const auto column = offsets.find(pair.second);
        const std::string& rowStream = row == offsets.end() ? pair.first : whole;
        const std::string& columnStream = column == offsets.end() ? pair.second : whole;
        Matrix& target =
            joined.try_emplace({rowStream, columnStream}, m_tokens.at(rowStream), m_tokens.at(columnStream))
                .first->second;
        copyBlock(relevancy, target, row == offsets.end() ? 0 : row->second,
                  column == offsets.end() ? 0 : column->second);
    }
    m_relevancy = std::move(joined);
}

const Matrix* StreamRelevancy::find(const std::string& row, const std::string& column) const {
    const auto found = m_relevancy.find({row, column});
    return found == m_relevancy.end() ? nullptr : &found->second;
}

} // namespace triptych::numerics
