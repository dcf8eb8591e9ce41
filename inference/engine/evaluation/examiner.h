// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a model the questions of one scene after another.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/engine/evaluation/answer_table.h"
#include "inference/engine/evaluation/embedded_scene.h"
#include "inference/engine/evaluation/item.h"
#include "inference/engine/quality/judge.h"
#include "inference/engine/run_pass.h"
#include "inference/metrics/metric.h"

namespace triptych::engine {

class Examiner {
public:
    Examiner(const models::Model& model, const Monitor& monitor);

    // The first caption of every split. A modality that the model does not know is left out.
    [[nodiscard]] Result<EmbeddedScene> embed(const EvaluationItem& item) const;

    // Answers by kind of change. Nothing where the model has no matching head.
    [[nodiscard]] Result<std::map<std::string, metrics::Answers>> match(const EvaluationItem& item) const;

    // Judges the links of every word of the item's captions to the image by pointing, pointing_audio and the
    // localisation metrics that are wanted; adds to the table. False where the method gave no links at all, so
    // that it need not be asked again.
    [[nodiscard]] Result<bool> locate(const EvaluationItem& item, const std::string& method,
                                      const std::vector<std::string>& metrics, AnswerTable& table) const;

    // Judges the map toward the default target of the item's first image, text and sound, as far as the model knows
    // them, by metrics of maps; adds to the table. What could not be measured is returned.
    [[nodiscard]] Result<std::vector<std::string>> judgeMap(const EvaluationItem& item, const std::string& method,
                                                            const std::vector<std::string>& metrics,
                                                            ResetModels& resets, std::uint64_t seed,
                                                            AnswerTable& table) const;

private:
    [[nodiscard]] Result<double> matchScore(const std::filesystem::path& image, const std::string& text) const;
    [[nodiscard]] Result<Pass> ask(const std::filesystem::path& image, const AskedCaption& caption,
                                   const std::string& method) const;
    [[nodiscard]] RunRequest wholeRequest(const EvaluationItem& item, const std::string& method) const;
    void locateWord(const EvaluationItem& item, const AskedCaption& caption, const AskedWord& word,
                    const FloatArray& map, const std::string& method, const std::vector<std::string>& metrics,
                    AnswerTable& table) const;

    const models::Model& m_model;
    const Monitor& m_monitor;
};

} // namespace triptych::engine
