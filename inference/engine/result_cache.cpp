// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/result_cache.h"

#include <utility>

namespace triptych::engine {

namespace {

std::int64_t bytesOf(const FloatArray& array) {
    return static_cast<std::int64_t>(array.size() * sizeof(float));
}

std::int64_t bytesOf(const Relevance& relevance) {
    const Links& links = relevance.links;
    return bytesOf(relevance.image) + bytesOf(relevance.pixels) + bytesOf(relevance.text) + bytesOf(relevance.audio) +
           bytesOf(links.textImage) + bytesOf(links.audioImage) + bytesOf(links.textAudio) + bytesOf(links.audioText);
}

std::int64_t bytesOf(const ShownInputs& inputs) {
    return static_cast<std::int64_t>(inputs.picture.rgb.size() + inputs.sound.samples.size() * sizeof(float) +
                                     inputs.text.size() + inputs.regions.size() * sizeof(Box) +
                                     inputs.tokens.size() * sizeof(Token) + inputs.words.size() * sizeof(Word)) +
           bytesOf(inputs.spectrogram.logMel);
}

} // namespace

std::int64_t sizeOf(const RunResult& result) {
    std::int64_t bytes =
        static_cast<std::int64_t>(sizeof(RunResult)) + bytesOf(result.relevance) + bytesOf(result.inputs);
    for (const AttentionMap& map : result.attention)
        bytes += bytesOf(map.weights);
    for (const auto& [name, table] : result.scores)
        bytes += bytesOf(table);
    bytes += static_cast<std::int64_t>(result.model.tensors.size() * sizeof(TensorDescriptor));
    return bytes;
}

ResultCache::ResultCache(std::int64_t budgetBytes)
    : m_budgetBytes(budgetBytes) {
}

ResultCache::Entry ResultCache::find(const std::string& key) {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return nullptr;
    m_stored.splice(m_stored.begin(), m_stored, found->second);
    return found->second->result;
}

void ResultCache::insert(const std::string& key, Entry result) {
    const std::int64_t bytes = sizeOf(*result);
    const std::scoped_lock lock(m_mutex);
    if (bytes > m_budgetBytes || m_byKey.contains(key))
        return;
    m_stored.push_front({key, std::move(result), bytes});
    m_byKey[key] = m_stored.begin();
    m_bytes += bytes;
    while (m_bytes > m_budgetBytes)
        removeOldest();
}

void ResultCache::removeOldest() {
    m_bytes -= m_stored.back().bytes;
    m_byKey.erase(m_stored.back().key);
    m_stored.pop_back();
}

std::int64_t ResultCache::bytes() const {
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

} // namespace triptych::engine
