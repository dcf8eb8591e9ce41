// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/judge.h"

#include <algorithm>
#include <memory>
#include <span>

#include "inference/engine/quality/explain_again.h"
#include "inference/explain/model_game.h"
#include "inference/metrics/randomisation.h"
#include "inference/metrics/registry.h"
#include "inference/metrics/sensitivity.h"

namespace triptych::engine {

namespace {

const FloatArray& mapOf(const Relevance& relevance, Modality modality) {
    return modality == Modality::Image  ? relevance.image
           : modality == Modality::Text ? relevance.text
                                        : relevance.audio;
}

class Judge {
public:
    Judge(const models::Model& model, const Plan& plan, const Pass& pass, const JudgeOptions& options,
          ResetModels& resets, const Grown& grown, const Monitor& monitor)
        : m_model(model)
        , m_plan(plan)
        , m_pass(pass)
        , m_options(options)
        , m_resets(resets)
        , m_grown(grown)
        , m_monitor(monitor)
        , m_target(toString(pass.target)) {}

    Result<void> measure(const CoalitionGame& game, Modality modality, const std::string& id) {
        if (const auto* metric = metrics::findFaithfulness(id))
            return measureFaithfulness(game, modality, *metric);
        if (id == metrics::sensitivityDescriptor().id)
            return measureSensitivity(modality);
        return {};
    }

    Result<void> measureRandomisation(Modality modality) {
        const auto map = mapOf(m_pass.relevance, modality).values();
        const auto resetMap = [&](std::size_t count, std::uint64_t seed) -> Result<std::vector<float>> {
            const auto model = m_resets.get(count, seed, m_monitor);
            if (!model)
                return Failure(model.error());
            return mapAgain(**model, {}, modality);
        };
        const auto growing = [&](const Randomisation& soFar) {
            m_report.randomisation = soFar;
            grow();
        };
        const metrics::RandomisationOptions options{m_options.resets, m_options.limit, m_options.seed, m_target};
        return noticed(
            "randomisation", modality,
            metrics::randomisation(map, modality, m_resets.layerNames(), resetMap, options, growing, m_monitor)
                .map([&](const Randomisation& complete) { m_report.randomisation = complete; }));
    }

    void note(const std::string& text) { m_report.notices.push_back(text); }
    [[nodiscard]] QualityReport take() { return std::move(m_report); }

private:
    void grow() const {
        if (m_grown)
            m_grown(m_report);
    }

    // A figure that cannot be had leaves the others; what broke the run ends it.
    Result<void> noticed(const std::string& metric, Modality modality, Result<void> measured) {
        if (measured || measured.error().code != ErrorCode::InvalidInput)
            return measured;
        note(metric + " of the " + std::string(toString(modality)) + " map: " + measured.error().detail);
        return {};
    }

    Result<void> measureFaithfulness(const CoalitionGame& game, Modality modality,
                                     const metrics::FaithfulnessMetric& metric) {
        if (metric.isOnlyForImages && modality != Modality::Image)
            return {};
        metrics::FaithfulnessOptions options;
        options.substrate = m_options.substrate;
        options.steps = m_options.steps;
        options.seed = m_options.seed;
        return noticed(metric.descriptor().id, modality,
                       metrics::unitMap(game, modality, mapOf(m_pass.relevance, modality).values(), m_target)
                           .and_then([&](const metrics::UnitMap& map) {
                               return metric.measure(map, options, {m_monitor.cancel, nullptr});
                           })
                           .map([&](QualityFigure figure) {
                               m_report.figures.push_back(std::move(figure));
                               grow();
                           }));
    }

    Result<void> measureSensitivity(Modality modality) {
        metrics::SensitivityOptions options;
        options.seed = m_options.seed;
        options.target = m_target;
        const auto noisy = [&](int draw) -> Result<std::vector<float>> {
            return noisyInputs(m_pass.prepared, m_pass.target, options.radius,
                               options.seed + static_cast<std::uint64_t>(draw))
                .and_then([&](const backend::TensorMap& inputs) { return mapAgain(m_model, inputs, modality); });
        };
        return noticed(
            metrics::sensitivityDescriptor().id, modality,
            metrics::sensitivity(mapOf(m_pass.relevance, modality).values(), modality, noisy, options, m_monitor)
                .map([&](QualityFigure figure) {
                    m_report.figures.push_back(std::move(figure));
                    grow();
                }));
    }

    Result<std::vector<float>> mapAgain(const models::Model& model, const backend::TensorMap& inputs,
                                        Modality modality) const {
        return explainAgain(model, m_plan, m_pass, inputs, {m_monitor.cancel, nullptr})
            .map([&](const Relevance& relevance) {
                const auto values = mapOf(relevance, modality).values();
                return std::vector<float>(values.begin(), values.end());
            });
    }

    const models::Model& m_model;
    const Plan& m_plan;
    const Pass& m_pass;
    const JudgeOptions& m_options;
    ResetModels& m_resets;
    const Grown& m_grown;
    const Monitor& m_monitor;
    const std::string m_target;
    QualityReport m_report;
};

} // namespace

Result<QualityReport> judge(const models::Model& model, const Plan& plan, const Pass& pass,
                            const std::vector<std::string>& metrics, const JudgeOptions& options, ResetModels& resets,
                            const Grown& grown, const Monitor& monitor) {
    Judge judge(model, plan, pass, options, resets, grown, monitor);
    std::vector<Modality> mapped;
    for (const Modality modality : allModalities)
        if (mapOf(pass.relevance, modality).size() > 0)
            mapped.push_back(modality);
    if (mapped.empty()) {
        judge.note("The method gives no map toward the target, so there is nothing to measure.");
        return judge.take();
    }
    const explain::ExplainInput input{model, pass.prepared, pass.trace, pass.target, plan.parameters, plan.seed};
    const auto game = explain::ModelGame::make(input);
    if (!game && game.error().code != ErrorCode::InvalidInput)
        return Failure(game.error());
    if (!game) {
        judge.note(game.error().detail);
        return judge.take();
    }
    std::int64_t done = 0;
    for (const Modality modality : mapped)
        for (const std::string& metric : metrics) {
            monitor.report("quality", done++, static_cast<std::int64_t>(mapped.size() * metrics.size()));
            if (const auto measured = judge.measure(**game, modality, metric); !measured)
                return Failure(measured.error());
        }
    if (std::ranges::find(metrics, metrics::randomisationDescriptor().id) != metrics.end())
        if (const auto measured = judge.measureRandomisation(mapped.front()); !measured)
            return Failure(measured.error());
    return judge.take();
}

} // namespace triptych::engine
