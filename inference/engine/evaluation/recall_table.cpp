// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/recall_table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "inference/metrics/recall_at_1.h"
#include "inference/numerics/matrix.h"

namespace triptych::engine {

namespace {

numerics::Matrix rowsOf(const std::vector<const std::vector<float>*>& vectors) {
    numerics::Matrix rows(vectors.size(), vectors.empty() ? 0 : vectors.front()->size());
    for (std::size_t i = 0; i < vectors.size(); ++i)
        std::ranges::copy(*vectors[i], rows.row(i).begin());
    return rows;
}

} // namespace

void RecallTable::add(const EvaluationItem& item, EmbeddedScene embedded) {
    Entry entry{std::move(embedded), item.scene, {}};
    for (const AskedCaption& caption : item.retrieval)
        if (caption.meaning)
            entry.meanings.try_emplace(caption.split, *caption.meaning);
    m_entries.push_back(std::move(entry));
}

std::map<std::string, metrics::Answers> RecallTable::answers() const {
    std::set<std::string> splits;
    for (const Entry& entry : m_entries)
        for (const auto& [split, vector] : entry.embedded.captions)
            splits.insert(split);
    std::map<std::string, metrics::Answers> answers;
    for (const std::string& split : splits)
        answers[split] = answersOf(split);
    return answers;
}

metrics::Answers RecallTable::answersOf(const std::string& split) const {
    std::vector<const Entry*> asked;
    for (const Entry& entry : m_entries)
        if (const auto found = entry.embedded.captions.find(split);
            found != entry.embedded.captions.end() && !found->second.empty() && !entry.embedded.image.empty())
            asked.push_back(&entry);
    std::vector<const std::vector<float>*> captions;
    std::vector<const std::vector<float>*> images;
    for (const Entry* entry : asked) {
        captions.push_back(&entry->embedded.captions.at(split));
        images.push_back(&entry->embedded.image);
    }
    const numerics::Matrix scores = numerics::product(rowsOf(captions), numerics::transposed(rowsOf(images)));
    const auto fits = [&](std::size_t query, std::size_t item) {
        const auto meaning = asked[query]->meanings.find(split);
        return meaning != asked[query]->meanings.end() && asked[item]->scene &&
               world::holdsOfAll(meaning->second, *asked[item]->scene);
    };
    const auto count = static_cast<std::int64_t>(asked.size());
    metrics::Answers answers =
        metrics::recallAt1(FloatArray({count, count}, scores.values), metrics::recallPoolSize, fits);
    if (std::ranges::none_of(asked, [&](const Entry* entry) { return entry->meanings.contains(split); }))
        answers.ceilings.clear();
    return answers;
}

} // namespace triptych::engine
