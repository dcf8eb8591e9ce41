// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/answer_table.h"

#include <utility>

namespace triptych::engine {

void AnswerTable::add(const Key& key, const metrics::Answers& answers) {
    m_answers[key].append(answers);
}

void AnswerTable::addByObjects(const Key& key, int objects, const metrics::Answers& answers) {
    add(key, answers);
    if (objects < 1)
        return;
    Key own = key;
    own.objects = objects;
    add(own, answers);
}

void AnswerTable::setProtocol(const std::string& metric, const std::string& split, std::string protocol) {
    m_protocols[{metric, split}] = std::move(protocol);
}

std::vector<EvaluationRow> AnswerTable::rows(std::uint64_t seed) const {
    std::vector<EvaluationRow> rows;
    for (const auto& [key, answers] : m_answers) {
        const metrics::Figure figure = metrics::summarise(answers, seed);
        EvaluationRow row;
        row.metric = key.metric;
        row.split = key.split;
        row.method = key.method;
        row.objects = key.objects;
        row.count = figure.count;
        row.mean = figure.mean;
        row.low = figure.low;
        row.high = figure.high;
        row.chance = figure.chance;
        row.ceiling = figure.ceiling;
        if (const auto protocol = m_protocols.find({key.metric, key.split}); protocol != m_protocols.end())
            row.protocol = protocol->second;
        if (const auto cost = m_costs.find(key.method); cost != m_costs.end() && cost->second.runs > 0) {
            row.secondsPerMap = cost->second.seconds / static_cast<double>(cost->second.runs);
            row.bytesPerMap = cost->second.bytes / cost->second.runs;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace triptych::engine
