// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "inference/engine/evaluate.h"
#include "inference/metrics/metric.h"

namespace triptych::engine {

// What explaining cost.
struct MapCost {
    double seconds = 0;
    std::int64_t bytes = 0;
    std::int64_t runs = 0;
};

// Gathers answers question by question and turns them into figures.
class AnswerTable {
public:
    struct Key {
        std::string metric;
        std::string method;
        std::string split;
        std::optional<int> objects;

        auto operator<=>(const Key&) const = default;
    };

    void add(const Key& key, const metrics::Answers& answers);
    // The same in the row of all scenes and in that of scenes with as many objects (0: not known).
    void addByObjects(const Key& key, int objects, const metrics::Answers& answers);
    void setProtocol(const std::string& metric, const std::string& split, std::string protocol);
    [[nodiscard]] MapCost& cost(const std::string& method) { return m_costs[method]; }

    [[nodiscard]] std::vector<EvaluationRow> rows(std::uint64_t seed) const;

private:
    std::map<Key, metrics::Answers> m_answers;
    std::map<std::pair<std::string, std::string>, std::string> m_protocols; // by metric and split
    std::map<std::string, MapCost> m_costs;                                 // by method
};

} // namespace triptych::engine
