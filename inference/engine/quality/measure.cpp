// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/measure.h"

#include <algorithm>

#include "inference/engine/causal/intervene.h"
#include "inference/engine/stopwatch.h"
#include "inference/metrics/randomisation.h"
#include "inference/metrics/registry.h"

namespace triptych::engine {

Result<void> checkQuality(const QualityRequest& request) {
    if (request.run.method.empty())
        return fail(ErrorCode::InvalidInput, "There is no map to measure; choose an explanation method.", "method");
    const std::vector<std::string> known = metrics::mapMetrics();
    for (const std::string& metric : request.metrics)
        if (std::ranges::find(known, metric) == known.end()) {
            std::string list;
            for (const std::string& id : known)
                list += (list.empty() ? "" : ", ") + id;
            return fail(ErrorCode::InvalidInput, "is not a metric of a map; use one of " + list + ".", metric);
        }
    return {};
}

Result<QualityReport> measureQuality(const models::Model& model, const QualityRequest& request, ResetModels& resets,
                                     const Grown& grown, const Monitor& monitor) {
    Stopwatch stopwatch;
    RunRequest run = request.run;
    run.watch = {}; // the plan widens it where the method needs it
    const auto plan = planRun(run, false);
    if (!plan)
        return Failure(plan.error());
    const Monitor quiet{monitor.cancel, nullptr};
    const auto subject = Subject::make(model, run, {}, quiet);
    if (!subject)
        return Failure(subject.error());
    const auto pass = subject->run(run, *plan, {}, quiet);
    if (!pass)
        return Failure(pass.error());
    const auto growing = [&](const QualityReport& report) {
        if (!grown)
            return;
        QualityReport copy = report;
        copy.id = request.id;
        grown(copy);
    };
    std::vector<std::string> metrics = request.metrics;
    const bool isEdited = &subject->model() != &model;
    // The map of an edited model beside those of reset models would compare two changes at once.
    const bool isLeftOut = isEdited && std::erase(metrics, metrics::randomisationDescriptor().id) > 0;
    const JudgeOptions options{request.substrate, request.steps, request.resets, request.limit, run.seed};
    return judge(subject->model(), *plan, *pass, metrics, options, resets, growing, monitor)
        .map([&](QualityReport report) {
            report.id = request.id;
            if (isLeftOut)
                report.notices.emplace_back(
                    "Randomisation was left out: the model is changed by interventions; undo them to measure it.");
            report.seconds = stopwatch.lap();
            return report;
        });
}

} // namespace triptych::engine
