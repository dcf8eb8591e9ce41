// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/engine/evaluation/embedded_scene.h"
#include "inference/engine/evaluation/item.h"
#include "inference/metrics/metric.h"

namespace triptych::engine {

// Gathers embeddings of many scenes and then searches every caption's picture among them.
class RecallTable {
public:
    void add(const EvaluationItem& item, EmbeddedScene embedded);

    // By split. Scenes that lack a split's caption are left out of its pools. Ceilings are given where the truth is
    // known.
    [[nodiscard]] std::map<std::string, metrics::Answers> answers() const;

private:
    struct Entry {
        EmbeddedScene embedded;
        std::optional<world::Scene> scene;
        std::map<std::string, world::Meaning> meanings; // by split
    };

    [[nodiscard]] metrics::Answers answersOf(const std::string& split) const;

    std::vector<Entry> m_entries;
};

} // namespace triptych::engine
