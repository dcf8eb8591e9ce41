// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluate.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/base/memory_reuse.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/evaluation/answer_table.h"
#include "inference/engine/evaluation/examiner.h"
#include "inference/engine/evaluation/file_source.h"
#include "inference/engine/evaluation/heldout_source.h"
#include "inference/engine/evaluation/recall_table.h"
#include "inference/engine/model_store.h"
#include "inference/engine/stopwatch.h"
#include "inference/metrics/registry.h"

namespace triptych::engine {

namespace {

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

// Those of `known` that are wanted.
std::vector<std::string> those(const std::vector<std::string>& wanted, const std::vector<std::string>& known) {
    std::vector<std::string> found;
    std::ranges::copy_if(known, std::back_inserter(found),
                         [&](const std::string& id) { return std::ranges::find(wanted, id) != wanted.end(); });
    return found;
}

struct MethodChoice {
    std::vector<std::string> ids;
    bool isByName = false; // rather than all that there are
};

class Examination {
public:
    Examination(const models::Model& model, ResetModels& resets, const Monitor& monitor,
                std::vector<std::string> metrics, MethodChoice methods, std::uint64_t seed)
        : m_examiner(model, monitor)
        , m_resets(resets)
        , m_metrics(std::move(metrics))
        , m_mapMetrics(those(m_metrics, metrics::mapMetrics()))
        , m_methods(std::move(methods))
        , m_seed(seed) {}

    Result<void> add(const EvaluationItem& item) {
        if (const auto judged = addMaps(item); !judged || item.image.empty())
            return judged;
        return addRecall(item).and_then([&] { return addMatching(item); }).and_then([&] { return addLinks(item); });
    }

    [[nodiscard]] std::vector<EvaluationRow> rows() const {
        AnswerTable table = m_table;
        for (const auto& [split, answers] : m_recall.answers())
            table.add({"recall_at_1", "", split, {}}, answers);
        std::vector<EvaluationRow> rows = table.rows(m_seed);
        const auto place = [&](const EvaluationRow& row) { return std::ranges::find(m_metrics, row.metric); };
        std::ranges::stable_sort(rows, std::ranges::less(), place);
        return rows;
    }

    // What could not be asked, each said once.
    [[nodiscard]] const std::set<std::string>& notices() const { return m_notices; }

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
        return m_examiner.match(item).map([&](const auto& answers) {
            for (const auto& [change, found] : answers)
                m_table.add({"matching", "", change, {}}, found);
        });
    }

    Result<void> addLinks(const EvaluationItem& item) {
        return askEachMethod([&](const std::string& method) -> Result<void> {
            if (m_withoutLinks.contains(method))
                return {};
            return m_examiner.locate(item, method, m_metrics, m_table).map([&](bool isLinked) {
                if (!isLinked)
                    m_withoutLinks.insert(method);
            });
        });
    }

    Result<void> addMaps(const EvaluationItem& item) {
        if (m_mapMetrics.empty())
            return {};
        return askEachMethod([&](const std::string& method) {
            return m_examiner.judgeMap(item, method, m_mapMetrics, m_resets, m_seed, m_table)
                .map([&](const std::vector<std::string>& notices) {
                    for (const std::string& notice : notices)
                        m_notices.insert(method + ": " + notice);
                });
        });
    }

    // A method that the model cannot do is an error where it was named, and left out where all were meant.
    template<typename Ask>
    Result<void> askEachMethod(const Ask& ask) {
        for (auto method = m_methods.ids.begin(); method != m_methods.ids.end();) {
            const Result<void> asked = ask(*method);
            if (asked) {
                ++method;
                continue;
            }
            const Error& error = asked.error();
            if (m_methods.isByName || error.code != ErrorCode::Unsupported)
                return fail(error.code, error.detail, *method + (error.where.empty() ? "" : ", " + error.where));
            m_notices.insert(*method + " is left out: " + error.detail);
            method = m_methods.ids.erase(method);
        }
        return {};
    }

    Examiner m_examiner;
    ResetModels& m_resets;
    std::vector<std::string> m_metrics;
    std::vector<std::string> m_mapMetrics;
    MethodChoice m_methods;
    std::uint64_t m_seed;
    RecallTable m_recall;
    AnswerTable m_table;
    std::set<std::string> m_notices;
    std::set<std::string> m_withoutLinks; // methods that say nothing of single words
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
    const auto metrics =
        chosen(request.metrics.empty() ? metrics::truthMetrics() : request.metrics, engine::metrics(), "metric");
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
    const MemoryReuse reuse;
    // Only what is left of a map when everything was reset counts here, so the model is one layer.
    ResetModels resets(request.model, *device, (*model)->descriptor(), 1);
    Examination examination(**model, resets, monitor, *metrics, {*methods, !request.methods.empty()}, request.seed);
    // The built-in set is as large as the limit asks for; of a file the first lines are read.
    if (const auto done = askAll(**source, request.samples.empty() ? 0 : request.limit, examination, monitor); !done)
        return Failure(done.error());
    Evaluation evaluation{request.model, (*model)->descriptor().hash, *device, examination.rows(), {}, 0};
    evaluation.notices = noticesOf(*metrics, evaluation.rows);
    evaluation.notices.insert(evaluation.notices.end(), examination.notices().begin(), examination.notices().end());
    evaluation.seconds = stopwatch.lap();
    return evaluation;
}

} // namespace triptych::engine
