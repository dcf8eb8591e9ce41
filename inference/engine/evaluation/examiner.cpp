// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/examiner.h"

#include <algorithm>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/contract/trace_name.h"
#include "inference/metrics/matching.h"
#include "inference/metrics/pointing.h"
#include "inference/metrics/registry.h"

namespace triptych::engine {

namespace {

Target matchTarget() {
    Target target;
    target.kind = TargetKind::Match;
    return target;
}

std::vector<float> embeddingOf(const backend::Trace& trace, Modality modality) {
    const at::Tensor* found = trace.find("embedding." + std::string(toString(modality)));
    if (found == nullptr)
        return {};
    const FloatArray array = backend::toFloatArray(*found);
    const auto first = array.row({0});
    return {first.begin(), first.end()};
}

std::int64_t mapBytes(const backend::Trace& trace) {
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : trace.tensors())
        if (parseAttentionName(name))
            bytes += static_cast<std::int64_t>(tensor.nbytes());
    return bytes;
}

double secondsOf(const Pass& pass, const std::string& stage) {
    const auto found = std::ranges::find(pass.times, stage, &StageTime::stage);
    return found == pass.times.end() ? 0.0 : found->seconds;
}

// First unit and number of units of a word.
struct UnitSpan {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

UnitSpan tokensOf(const AskedWord& word, const std::vector<Token>& tokens) {
    UnitSpan span;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token& token = tokens[i];
        if (token.special || token.chars.from >= word.chars.to || token.chars.to <= word.chars.from)
            continue;
        if (span.count == 0)
            span.first = static_cast<std::int64_t>(i);
        span.count = static_cast<std::int64_t>(i) - span.first + 1;
    }
    return span;
}

// Frames whose centre lies in the word; the nearest frame for a word shorter than one.
UnitSpan framesOf(const AskedWord& word, const AudioAxis& axis) {
    UnitSpan span;
    for (std::int64_t i = 0; i < axis.frames; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * axis.msPerFrame;
        if (centre < word.fromMs || centre >= word.toMs)
            continue;
        if (span.count++ == 0)
            span.first = i;
    }
    if (span.count == 0 && axis.frames > 0)
        span = {std::min<std::int64_t>(static_cast<std::int64_t>(0.5 * (word.fromMs + word.toMs) / axis.msPerFrame),
                                       axis.frames - 1),
                1};
    return span;
}

const FloatArray& linksOf(Modality modality, const Pass& pass) {
    const Links& links = pass.relevance.links;
    return modality == Modality::Text ? links.textImage : links.audioImage;
}

FloatArray mapOf(const AskedWord& word, Modality modality, const Pass& pass) {
    const bool isText = modality == Modality::Text;
    const UnitSpan span =
        isText ? tokensOf(word, pass.prepared.shown.tokens) : framesOf(word, pass.prepared.shown.audioAxis);
    return metrics::mapOfUnits(linksOf(modality, pass), span.first, span.count);
}

void addCost(const Pass& pass, MapCost& cost) {
    cost.seconds += secondsOf(pass, "forward") + secondsOf(pass, "explain");
    cost.bytes += mapBytes(pass.trace);
    ++cost.runs;
}

std::string pointingMetricOf(Modality modality) {
    return modality == Modality::Audio ? "pointing_audio" : "pointing";
}

// Whether any of the metrics needs the links of this modality's words.
bool asksFor(const std::vector<std::string>& metrics, Modality modality) {
    return std::ranges::any_of(metrics, [&](const std::string& metric) {
        return metric == pointingMetricOf(modality) || metrics::findLocalisation(metric) != nullptr;
    });
}

void addFigure(const QualityFigure& figure, const std::string& method, int objects, AnswerTable& table) {
    const std::string split(toString(figure.modality));
    metrics::Answers answers{{static_cast<float>(figure.value)}, {}, {}};
    if (figure.chance)
        answers.chances.push_back(static_cast<float>(*figure.chance));
    table.addByObjects({figure.metric, method, split, {}}, objects, answers);
    table.setProtocol(figure.metric, split, toString(figure.protocol));
}

void addRandomisation(const Randomisation& found, const std::string& method, int objects, AnswerTable& table) {
    const std::string split(toString(found.modality));
    table.addByObjects({"randomisation", method, split, {}}, objects,
                       {{static_cast<float>(found.steps.back().spearman)}, {}, {}});
    table.setProtocol("randomisation", split, toString(found.protocol));
}

bool understands(const models::Model& model, Modality modality) {
    return std::ranges::find(model.descriptor().modalities, modality) != model.descriptor().modalities.end();
}

} // namespace

Examiner::Examiner(const models::Model& model, const Monitor& monitor)
    : m_model(model)
    , m_monitor(monitor) {
}

Result<Pass> Examiner::ask(const std::filesystem::path& image, const AskedCaption& caption,
                           const std::string& method) const {
    RunRequest request;
    request.sample.items.push_back({Modality::Image, {}, image});
    request.sample.items.push_back(caption.item);
    request.method = method;
    if (!method.empty())
        request.target = matchTarget();
    else // embeddings are recorded by a watch that no attention map fits
        request.watch = {Watch::Kind::Globs, {"embedding.*"}};
    const auto plan = planRun(request, false);
    if (!plan)
        return Failure(plan.error());
    return backend::guarded("evaluate", [&] {
        return runPass(m_model, request, *plan, {}, {m_monitor.cancel, nullptr});
    });
}

Result<EmbeddedScene> Examiner::embed(const EvaluationItem& item) const {
    EmbeddedScene scene;
    for (const AskedCaption& caption : item.retrieval) {
        if (!understands(m_model, caption.item.modality) || scene.captions.contains(caption.split))
            continue;
        const auto pass = ask(item.image, caption, {});
        if (!pass)
            return Failure(pass.error());
        scene.image = embeddingOf(pass->trace, Modality::Image);
        scene.captions[caption.split] = embeddingOf(pass->trace, caption.item.modality);
    }
    return scene;
}

Result<double> Examiner::matchScore(const std::filesystem::path& image, const std::string& text) const {
    RunRequest request;
    request.sample.items = {{Modality::Image, {}, image}, {Modality::Text, text, {}}};
    request.target = matchTarget();
    return planRun(request, false)
        .and_then([&](const Plan& plan) {
            return runPass(m_model, request, plan, {}, {m_monitor.cancel, nullptr});
        })
        .map(
            [](const Pass& pass) { return static_cast<double>(backend::toFloatArray(*pass.targetValue).values()[0]); });
}

Result<std::map<std::string, metrics::Answers>> Examiner::match(const EvaluationItem& item) const {
    std::map<std::string, metrics::Answers> answers;
    if (!m_model.descriptor().hasMatchHead)
        return answers;
    for (const AskedNegative& negative : item.negatives) {
        const bool isText = negative.falseImage.empty();
        const auto right = matchScore(item.image, negative.trueText);
        const auto wrong =
            matchScore(isText ? item.image : negative.falseImage, isText ? negative.falseText : negative.trueText);
        if (!right || !wrong)
            return Failure((right ? wrong : right).error());
        answers[negative.change].append(metrics::matching(*right, *wrong));
    }
    return answers;
}

Result<bool> Examiner::locate(const EvaluationItem& item, const std::string& method,
                              const std::vector<std::string>& metrics, AnswerTable& table) const {
    if (!m_model.descriptor().hasMatchHead || item.objects < 2 || item.mask.empty())
        return true;
    bool wasAsked = false;
    bool isLinked = false;
    for (const AskedCaption& caption : item.pointing) {
        const Modality modality = caption.item.modality;
        if (!understands(m_model, modality) || caption.words.empty() || !asksFor(metrics, modality))
            continue;
        const auto pass = ask(item.image, caption, method);
        if (!pass)
            return Failure(pass.error());
        addCost(*pass, table.cost(method));
        wasAsked = true;
        isLinked = isLinked || !linksOf(modality, *pass).empty();
        for (const AskedWord& word : caption.words) // the model may have cut some off
            if (const FloatArray map = mapOf(word, modality, *pass); !map.empty())
                locateWord(item, caption, word, map, method, metrics, table);
    }
    return isLinked || !wasAsked;
}

void Examiner::locateWord(const EvaluationItem& item, const AskedCaption& caption, const AskedWord& word,
                          const FloatArray& map, const std::string& method, const std::vector<std::string>& metrics,
                          AnswerTable& table) const {
    const numerics::ObjectMask mask{item.mask.values(), static_cast<int>(item.mask.extent(1)),
                                    static_cast<int>(item.mask.extent(0))};
    const std::vector<bool> inside = metrics::insideMask(map, mask, word.objects);
    for (const std::string& metric : metrics) {
        const AnswerTable::Key key{metric, method, caption.split, {}};
        if (metric == pointingMetricOf(caption.item.modality)) {
            table.addByObjects(key, item.objects, metrics::pointing(map, mask, word.objects));
        } else if (const auto* localisation = metrics::findLocalisation(metric)) {
            const metrics::Localised found = localisation->judge(map.values(), inside);
            table.addByObjects(key, item.objects,
                               {{static_cast<float>(found.value)}, {static_cast<float>(found.chance)}, {}});
        }
    }
}

RunRequest Examiner::wholeRequest(const EvaluationItem& item, const std::string& method) const {
    RunRequest request;
    request.method = method;
    if (!item.image.empty() && understands(m_model, Modality::Image))
        request.sample.items.push_back({Modality::Image, {}, item.image});
    for (const Modality modality : {Modality::Text, Modality::Audio})
        for (const AskedCaption& caption : item.retrieval)
            if (caption.item.modality == modality && understands(m_model, modality)) {
                request.sample.items.push_back(caption.item);
                break;
            }
    return request;
}

Result<std::vector<std::string>> Examiner::judgeMap(const EvaluationItem& item, const std::string& method,
                                                    const std::vector<std::string>& metrics, ResetModels& resets,
                                                    std::uint64_t seed, AnswerTable& table) const {
    const RunRequest request = wholeRequest(item, method);
    const auto plan = planRun(request, false);
    if (!plan)
        return Failure(plan.error());
    return backend::guarded("evaluate", [&]() -> Result<std::vector<std::string>> {
        const Monitor quiet{m_monitor.cancel, nullptr};
        const auto pass = runPass(m_model, request, *plan, {}, quiet);
        if (!pass)
            return Failure(pass.error());
        addCost(*pass, table.cost(method));
        JudgeOptions options;
        options.seed = seed;
        const auto report = judge(m_model, *plan, *pass, metrics, options, resets, {}, quiet);
        if (!report)
            return Failure(report.error());
        for (const QualityFigure& figure : report->figures)
            addFigure(figure, method, item.objects, table);
        if (report->randomisation)
            addRandomisation(*report->randomisation, method, item.objects, table);
        return report->notices;
    });
}

} // namespace triptych::engine
