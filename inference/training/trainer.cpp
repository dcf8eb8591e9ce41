// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "inference/backend/devices.h"
#include "inference/backend/guard.h"
#include "inference/training/evaluation.h"
#include "inference/training/export.h"
#include "inference/training/report.h"
#include "inference/training/steps.h"
#include "inference/training/training_log.h"
#include "inference/training/vocabulary.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int logEverySteps = 25;
constexpr int checkpointEverySteps = 200;
constexpr int mostBrokenSteps = 20;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Products in bfloat16 while it lives.
class MixedPrecision {
public:
    MixedPrecision(at::DeviceType device, bool enabled)
        : m_device(device)
        , m_enabled(enabled) {
        if (!m_enabled)
            return;
        at::autocast::set_autocast_dtype(m_device, at::kBFloat16);
        at::autocast::set_autocast_enabled(m_device, true);
    }
    ~MixedPrecision() {
        if (!m_enabled)
            return;
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_device, false);
    }
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;

private:
    at::DeviceType m_device;
    bool m_enabled;
};

bool usesBFloat16(Precision precision, at::Device device) {
    if (precision != Precision::Automatic)
        return precision == Precision::BFloat16;
    return device.is_cuda() || __builtin_cpu_supports("avx512bf16") != 0;
}

class Run {
public:
    Run(const TrainOptions& options, TrainingState& state, const CaptionEncoder& encoder, const SpeechSource* speech,
        const Monitor& monitor)
        : m_options(options)
        , m_state(state)
        , m_encoder(encoder)
        , m_speech(speech)
        , m_monitor(monitor)
        , m_log(options.out / "log.jsonl", options.resume)
        , m_bfloat16(usesBFloat16(options.precision, state.device)) {}

    Result<TrainOutcome> operator()();

private:
    [[nodiscard]] const Stage* currentStage();
    [[nodiscard]] Result<void> step(const Stage& stage);
    [[nodiscard]] Result<LossTerms> compute(const StepInput& input);
    [[nodiscard]] Result<void> report(const Stage& stage);
    [[nodiscard]] Result<void> save() const { return m_state.save(m_options.out / "checkpoint.safetensors"); }

    const TrainOptions& m_options;
    TrainingState& m_state;
    const CaptionEncoder& m_encoder;
    const SpeechSource* m_speech;
    const Monitor& m_monitor;
    TrainingLog m_log;
    bool m_bfloat16;
    double m_learningRate = 0;
    int m_brokenSteps = 0;
    Clock::time_point m_lastReport = Clock::now();
    std::int64_t m_samplesAtReport = 0;
};

// The stage that the counters stand in, moving on where one is complete; null at the end.
const Stage* Run::currentStage() {
    auto& counters = m_state.counters;
    const auto& stages = m_options.schedule.stages;
    while (counters.stage < static_cast<int>(stages.size()) &&
           counters.stageSamples >= stages[static_cast<std::size_t>(counters.stage)].samples) {
        ++counters.stage;
        counters.stageSamples = 0;
        counters.stageSteps = 0;
    }
    return counters.stage < static_cast<int>(stages.size()) ? &stages[static_cast<std::size_t>(counters.stage)]
                                                            : nullptr;
}

Result<void> Run::step(const Stage& stage) {
    auto& counters = m_state.counters;
    m_learningRate = learningRateAt(stage, counters.stageSamples, counters.stageSteps);
    const StepInput input{stage,
                          m_encoder,
                          world::Random(counters.seed, static_cast<std::uint64_t>(counters.step)).next(),
                          objectLimitAt(stage, counters.stageSamples),
                          m_options.plain,
                          m_speech};
    m_state.network->vision->trainStem(!stage.freezeStem);
    const auto computed = compute(input);
    if (!computed)
        return tl::unexpected(computed.error());
    LossTerms terms = *computed;
    terms.total.backward();
    const double norm = m_state.optimizer.step(m_learningRate);
    m_brokenSteps = std::isfinite(norm) ? 0 : m_brokenSteps + 1;
    if (m_brokenSteps > mostBrokenSteps)
        return fail(ErrorCode::NotFinite,
                    "The loss stays NaN or infinite. Continue from the checkpoint with another seed.");
    terms.note("gradientNorm", norm);
    terms.note("loss", terms.total.item<double>());
    m_log.note(terms.values);
    ++counters.step;
    ++counters.stageSteps;
    counters.samples += stage.batch;
    counters.stageSamples += stage.batch;
    return {};
}

Result<LossTerms> Run::compute(const StepInput& input) {
    const MixedPrecision mixed(m_state.device.type(), m_bfloat16);
    return input.stage.captions ? captionStep(m_state, input) : visionStep(m_state, input);
}

Result<void> Run::report(const Stage& stage) {
    const auto& counters = m_state.counters;
    std::int64_t total = 0;
    for (const Stage& each : m_options.schedule.stages)
        total += each.samples;
    m_monitor.report("train", counters.samples, total);
    if (counters.step % logEverySteps == 0) {
        const double rate = static_cast<double>(counters.samples - m_samplesAtReport) / secondsSince(m_lastReport);
        if (const auto written = m_log.write(counters, stage.name, m_learningRate, rate); !written)
            return written;
        m_lastReport = Clock::now();
        m_samplesAtReport = counters.samples;
    }
    if (counters.step % checkpointEverySteps == 0)
        return save();
    return {};
}

Result<TrainOutcome> Run::operator()() {
    const auto start = Clock::now();
    m_samplesAtReport = m_state.counters.samples;
    TrainOutcome outcome;
    const Stage* stage = currentStage();
    for (; stage != nullptr; stage = currentStage()) {
        if (m_options.maxSteps > 0 && outcome.steps >= m_options.maxSteps)
            break;
        if (const auto alive = m_monitor.check(); !alive) {
            if (const auto saved = save(); !saved)
                return tl::unexpected(saved.error());
            return tl::unexpected(alive.error());
        }
        if (const auto stepped = step(*stage); !stepped)
            return tl::unexpected(stepped.error());
        if (const auto reported = report(*stage); !reported)
            return tl::unexpected(reported.error());
        ++outcome.steps;
    }
    if (const auto saved = save(); !saved)
        return tl::unexpected(saved.error());
    outcome.samples = m_state.counters.samples;
    outcome.seconds = secondsSince(start);
    outcome.finished = stage == nullptr;
    return outcome;
}

bool speaks(const Schedule& schedule) {
    return std::ranges::any_of(schedule.stages,
                               [](const Stage& stage) { return stage.samples > 0 && stage.speechShare > 0; });
}

Result<void> report(const TrainOptions& options, TrainingState& state, const CaptionEncoder& encoder,
                    const SpeechSource* speech, const TrainOutcome& outcome) {
    TrainingReport written{state.counters, options.plain, outcome.finished, outcome.seconds, {}};
    EvaluationOptions evaluation;
    evaluation.speech = speech != nullptr;
    const auto figures = evaluateHeldOut(state, encoder, speech, evaluation);
    if (!figures)
        return tl::unexpected(figures.error());
    written.heldOut = *figures;
    return writeReport(written, options.out);
}

Result<TrainOutcome> trainOn(const TrainOptions& options, const Monitor& monitor) {
    if (options.threads > 0)
        at::set_num_threads(options.threads);
    models::tri::TriConfig config;
    const CaptionEncoder encoder(worldVocabulary());
    config.vocabulary = encoder.vocabularySize();
    config.label = options.plain ? "Triptych built-in, attention not taught" : "Triptych built-in";
    const auto device = backend::resolveDevice(options.device);
    if (!device)
        return tl::unexpected(device.error());
    TrainingState state(config, options.seed, at::Device(*device));
    std::error_code code;
    std::filesystem::create_directories(options.out, code);
    if (options.resume) {
        if (const auto loaded = state.load(options.out / "checkpoint.safetensors"); !loaded)
            return tl::unexpected(loaded.error());
    } else if (!options.init.empty()) {
        if (const auto taken = state.takeWeights(options.init); !taken)
            return tl::unexpected(taken.error());
    }
    std::optional<SpeechSource> speech;
    if (speaks(options.schedule)) {
        auto opened = SpeechSource::open(options.speechCache.empty() ? options.out / "speech" : options.speechCache,
                                         options.sentenceScenes, options.seed, monitor);
        if (!opened)
            return tl::unexpected(opened.error());
        speech.emplace(*std::move(opened));
    }
    const SpeechSource* source = speech ? &*speech : nullptr;
    auto outcome = Run(options, state, encoder, source, monitor)();
    if (!outcome && outcome.error().code != ErrorCode::Canceled)
        return outcome;
    if (const auto written = exportModel(state, options.out / "model"); !written)
        return tl::unexpected(written.error());
    if (!outcome)
        return outcome;
    if (const auto written = report(options, state, encoder, source, *outcome); !written)
        return tl::unexpected(written.error());
    return outcome;
}

} // namespace

Result<TrainOutcome> train(const TrainOptions& options, const Monitor& monitor) {
    return backend::guarded("train", [&] { return trainOn(options, monitor); });
}

} // namespace triptych::training
