// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a model the questions of one scene after another.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/engine/evaluation/embedded_scene.h"
#include "inference/engine/evaluation/item.h"
#include "inference/engine/run_pass.h"
#include "inference/metrics/metric.h"

namespace triptych::engine {

// What explaining cost.
struct MapCost {
    double seconds = 0;
    std::int64_t bytes = 0;
    std::int64_t runs = 0;
};

class Examiner {
public:
    Examiner(const models::Model& model, const Monitor& monitor);

    // The first caption of every split. A modality that the model does not know is left out.
    [[nodiscard]] Result<EmbeddedScene> embed(const EvaluationItem& item) const;

    // Answers by kind of change. Nothing where the model has no matching head.
    [[nodiscard]] Result<std::map<std::string, metrics::Answers>> match(const EvaluationItem& item) const;

    // Answers by split, one per word, for captions of one modality; adds to the cost.
    [[nodiscard]] Result<std::map<std::string, metrics::Answers>> point(const EvaluationItem& item, Modality modality,
                                                                        const std::string& method, MapCost& cost) const;

private:
    [[nodiscard]] Result<double> matchScore(const std::filesystem::path& image, const std::string& text) const;
    [[nodiscard]] Result<Pass> ask(const std::filesystem::path& image, const AskedCaption& caption,
                                   const std::string& method) const;

    const models::Model& m_model;
    const Monitor& m_monitor;
};

} // namespace triptych::engine
