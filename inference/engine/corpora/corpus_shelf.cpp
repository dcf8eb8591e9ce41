// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/corpus_shelf.h"

#include <algorithm>
#include <set>
#include <utility>

#include "inference/engine/file_stamp.h"

namespace triptych::engine {

namespace {

constexpr std::size_t mostOpen = 4;

std::int64_t pairedSamples(const embedding::Corpus& corpus) {
    std::map<std::string, std::set<Modality>> modalities;
    for (const auto& [modality, table] : corpus.tables)
        for (const CorpusRow& row : table)
            modalities[row.id].insert(modality);
    return std::ranges::count_if(modalities, [](const auto& sample) { return sample.second.size() > 1; });
}

CorpusInfo infoOf(const std::filesystem::path& folder, const embedding::Corpus& corpus) {
    CorpusInfo info;
    info.folder = folder;
    info.facts = corpus.facts;
    for (const auto& [modality, table] : corpus.embeddings) {
        info.rows[modality] = table.rows;
        info.widths[modality] = table.width;
    }
    info.pairedSamples = pairedSamples(corpus);
    std::set<std::string> columns;
    for (const auto& [modality, table] : corpus.tables)
        for (const CorpusRow& row : table)
            for (const auto& [name, value] : row.columns)
                columns.insert(name);
    info.columns.assign(columns.begin(), columns.end());
    info.failed = corpus.failed;
    info.hasParts = corpus.parts.has_value();
    return info;
}

} // namespace

Result<OpenCorpusPtr> CorpusShelf::get(const std::filesystem::path& folder) {
    const std::scoped_lock lock(m_mutex);
    const std::string stamp = stampOf(folder).value_or(std::string());
    const auto found = std::ranges::find(m_places, folder, &Place::folder);
    if (found != m_places.end() && found->stamp == stamp) {
        m_places.splice(m_places.begin(), m_places, found);
        return m_places.front().corpus;
    }
    if (found != m_places.end())
        m_places.erase(found);
    auto content = embedding::readCorpus(folder);
    if (!content)
        return Failure(content.error());
    CorpusInfo info = infoOf(folder, *content);
    m_places.push_front({folder, stamp, std::make_shared<const OpenCorpus>(*std::move(content), std::move(info))});
    if (m_places.size() > mostOpen)
        m_places.pop_back();
    return m_places.front().corpus;
}

} // namespace triptych::engine
