// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluate.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/evaluation/examiner.h"
#include "inference/engine/evaluation/file_source.h"
#include "inference/engine/evaluation/heldout_source.h"
#include "inference/engine/evaluation/recall_table.h"
#include "inference/engine/model_store.h"
#include "inference/engine/stopwatch.h"

namespace triptych::engine {

namespace {

struct PointingMetric {
    const char* id;
    Modality modality;
};

constexpr PointingMetric pointingMetrics[]{{"pointing", Modality::Text}, {"pointing_audio", Modality::Audio}};

// Answers to one kind of question, by one method or none.
struct Asked {
    std::map<std::string, metrics::Answers> answers; // by split
    MapCost cost;

    void append(const std::map<std::string, metrics::Answers>& more) {
        for (const auto& [split, found] : more)
            answers[split].append(found);
    }
};

template<typename Descriptor>
Result<std::vector<std::string>> chosen(const std::vector<std::string>& wanted, const std::vector<Descriptor>& known,
                                        const std::string& kind) {
    std::vector<std::string> ids;
    for (const Descriptor& descriptor : known)
        ids.push_back(descriptor.id);
    for (const std::string& id : wanted)
        if (std::ranges::find(ids, id) == ids.end()) {
            std::string list;
            for (const std::string& name : ids)
                list += (list.empty() ? "" : ", ") + name;
            return fail(ErrorCode::InvalidInput, "is not a " + kind + "; use one of " + list + ".", id);
        }
    return wanted.empty() ? ids : wanted;
}

// All that read attention: methods that run the model again for every map are asked for by name.
std::vector<std::string> attentionMethods() {
    std::vector<std::string> ids;
    for (const MethodDescriptor& method : engine::methods())
        if (std::ranges::find(method.needs, MethodNeed::Attention) != method.needs.end())
            ids.push_back(method.id);
    return ids;
}

class Examination {
public:
    Examination(const models::Model& model, const Monitor& monitor, std::vector<std::string> metrics,
                std::vector<std::string> methods)
        : m_examiner(model, monitor)
        , m_metrics(std::move(metrics))
        , m_methods(std::move(methods)) {}

    Result<void> add(const EvaluationItem& item) {
        if (item.image.empty())
            return {};
        return addRecall(item).and_then([&] { return addMatching(item); }).and_then([&] { return addPointing(item); });
    }

    [[nodiscard]] std::vector<EvaluationRow> rows(std::uint64_t seed) const {
        std::vector<EvaluationRow> rows;
        for (const auto& [split, answers] : m_recall.answers())
            rows.push_back(row("recall_at_1", split, "", answers, {}, seed));
        for (const auto& [key, asked] : m_asked)
            for (const auto& [split, answers] : asked.answers)
                rows.push_back(row(key.first, split, key.second, answers, asked.cost, seed));
        return rows;
    }

private:
    [[nodiscard]] bool wants(const std::string& metric) const {
        return std::ranges::find(m_metrics, metric) != m_metrics.end();
    }

    Result<void> addRecall(const EvaluationItem& item) {
        if (!wants("recall_at_1"))
            return {};
        return m_examiner.embed(item).map([&](EmbeddedScene embedded) { m_recall.add(item, std::move(embedded)); });
    }

    Result<void> addMatching(const EvaluationItem& item) {
        if (!wants("matching"))
            return {};
        return m_examiner.match(item).map([&](const auto& answers) { m_asked[{"matching", ""}].append(answers); });
    }

    Result<void> addPointing(const EvaluationItem& item) {
        for (const PointingMetric& metric : pointingMetrics)
            for (const std::string& method : m_methods) {
                if (!wants(metric.id))
                    continue;
                Asked& asked = m_asked[{metric.id, method}];
                const auto answers = m_examiner.point(item, metric.modality, method, asked.cost);
                if (!answers)
                    return Failure(answers.error());
                asked.append(*answers);
            }
        return {};
    }

    static EvaluationRow row(const std::string& metric, const std::string& split, const std::string& method,
                             const metrics::Answers& answers, const MapCost& cost, std::uint64_t seed) {
        const metrics::Figure figure = metrics::summarise(answers, seed);
        EvaluationRow row{metric,      split,         method,         figure.count, figure.mean, figure.low,
                          figure.high, figure.chance, figure.ceiling, std::nullopt, std::nullopt};
        if (cost.runs > 0) {
            row.secondsPerMap = cost.seconds / static_cast<double>(cost.runs);
            row.bytesPerMap = cost.bytes / cost.runs;
        }
        return row;
    }

    Examiner m_examiner;
    std::vector<std::string> m_metrics;
    std::vector<std::string> m_methods;
    RecallTable m_recall;
    std::map<std::pair<std::string, std::string>, Asked> m_asked; // by metric and method
};

Result<std::unique_ptr<EvaluationSource>> openSource(const EvaluationRequest& request) {
    if (!request.samples.empty())
        return openSamples(request.samples);
    return openHeldOut(request.limit > 0 ? static_cast<std::size_t>(request.limit) : heldOutScenes);
}

Result<void> askAll(EvaluationSource& source, int limit, Examination& examination, const Monitor& monitor) {
    const std::size_t count = limit > 0 ? std::min(source.count(), static_cast<std::size_t>(limit)) : source.count();
    for (std::size_t i = 0; i < count; ++i) {
        monitor.report("evaluate", static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
        const auto done =
            monitor.check().and_then([&] { return source.item(i); }).and_then([&](const EvaluationItem& item) {
                return examination.add(item);
            });
        if (!done)
            return done;
    }
    monitor.report("evaluate", static_cast<std::int64_t>(count), static_cast<std::int64_t>(count));
    return {};
}

std::vector<std::string> noticesOf(const std::vector<std::string>& metrics, const std::vector<EvaluationRow>& rows) {
    std::vector<std::string> notices;
    for (const std::string& metric : metrics)
        if (std::ranges::find(rows, metric, &EvaluationRow::metric) == rows.end())
            notices.push_back(metric + " could not be asked: the samples or the model lack what it needs.");
    return notices;
}

} // namespace

Result<Evaluation> evaluate(const EvaluationRequest& request, const Monitor& monitor) {
    Stopwatch stopwatch;
    const auto metrics = chosen(request.metrics, engine::metrics(), "metric");
    const auto methods =
        chosen(request.methods.empty() ? attentionMethods() : request.methods, engine::methods(), "method");
    if (!metrics || !methods)
        return Failure((metrics ? methods : metrics).error());
    const auto device = triptych::backend::resolveDevice(request.device);
    if (!device)
        return Failure(device.error());
    ModelStore store(*device);
    const auto model = store.get(request.model, monitor);
    if (!model)
        return Failure(model.error());
    auto source = openSource(request);
    if (!source)
        return Failure(source.error());
    Examination examination(**model, monitor, *metrics, *methods);
    // The built-in set is as large as the limit asks for; of a file the first lines are read.
    if (const auto done = askAll(**source, request.samples.empty() ? 0 : request.limit, examination, monitor); !done)
        return Failure(done.error());
    Evaluation evaluation{request.model, (*model)->descriptor().hash, *device, examination.rows(request.seed), {}, 0};
    evaluation.notices = noticesOf(*metrics, evaluation.rows);
    evaluation.seconds = stopwatch.lap();
    return evaluation;
}

} // namespace triptych::engine
