// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/training_run.h"

#include <cmath>
#include <utility>

#include "inference/backend/torch_modules.h"
#include "inference/training/mixed_precision.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

constexpr int logEverySteps = 25;
constexpr int checkpointEverySteps = 200;
constexpr int mostBrokenSteps = 20;
constexpr const char* normName = "gradientNorm";

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

TrainingRun::TrainingRun(const TrainOptions& options, TrainingState& state, const CaptionEncoder& encoder,
                         const Monitor& monitor)
    : m_options(options)
    , m_state(state)
    , m_encoder(encoder)
    , m_monitor(monitor)
    , m_log(options.out / "log.jsonl", options.resume)
    , m_bfloat16(usesBFloat16(options.precision, state.device)) {
}

// The stage that the counters stand in, moving on where one is complete; null at the end.
const Stage* TrainingRun::currentStage() {
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

// Opened late, because speaking all sentences takes a while the first time.
Result<void> TrainingRun::openSpeech() {
    const auto folder = m_options.speechCache.empty() ? m_options.out / "speech" : m_options.speechCache;
    auto opened = SpeechSource::open(folder, m_options.sentenceScenes, m_options.seed, m_monitor);
    if (!opened)
        return tl::unexpected(opened.error());
    m_speech.emplace(*std::move(opened));
    return {};
}

Result<void> TrainingRun::save() const {
    return m_state.save(m_options.out / "checkpoint.safetensors");
}

Result<void> TrainingRun::step(const Stage& stage) {
    auto& counters = m_state.counters;
    m_learningRate = learningRateAt(stage, counters.stageSamples, counters.stageSteps);
    const StepInput input{stage,
                          m_encoder,
                          world::Random(counters.seed, static_cast<std::uint64_t>(counters.step)).next(),
                          objectLimitAt(stage, counters.stageSamples),
                          m_options.plain,
                          speech()};
    m_state.network->vision->trainStem(!stage.freezeStem);
    const auto computed = compute(input);
    if (!computed)
        return tl::unexpected(computed.error());
    LossTerms terms = *computed;
    terms.total().backward();
    terms.note(normName, m_state.optimizer.step(m_learningRate));
    terms.note("loss", terms.total());
    if (const auto settled = settle(); !settled)
        return settled;
    m_unsettled = std::move(terms);
    ++counters.step;
    ++counters.stageSteps;
    counters.samples += stage.batch;
    counters.stageSamples += stage.batch;
    return {};
}

Result<void> TrainingRun::settle() {
    if (!m_unsettled)
        return {};
    const LossTerms::Numbers numbers = m_unsettled->numbers();
    m_unsettled.reset();
    m_brokenSteps = std::isfinite(numbers.at(normName)) ? 0 : m_brokenSteps + 1;
    if (m_brokenSteps > mostBrokenSteps)
        return fail(ErrorCode::NotFinite,
                    "The loss stays NaN or infinite. Continue from the checkpoint with another seed.");
    m_log.note(numbers);
    return {};
}

Result<LossTerms> TrainingRun::compute(const StepInput& input) {
    const MixedPrecision mixed(m_state.device.type(), m_bfloat16);
    return input.stage.captions ? captionStep(m_state, input) : visionStep(m_state, input);
}

Result<void> TrainingRun::report(const Stage& stage) {
    const auto& counters = m_state.counters;
    std::int64_t total = 0;
    for (const Stage& each : m_options.schedule.stages)
        total += each.samples;
    m_monitor.report("train", counters.samples, total);
    if (counters.step % logEverySteps == 0)
        if (const auto written = writeLog(stage); !written)
            return written;
    if (counters.step % checkpointEverySteps == 0)
        return save();
    return {};
}

Result<void> TrainingRun::writeLog(const Stage& stage) {
    if (const auto settled = settle(); !settled)
        return settled;
    const auto& counters = m_state.counters;
    const double rate = static_cast<double>(counters.samples - m_samplesAtReport) / secondsSince(m_lastReport);
    m_lastReport = Clock::now();
    m_samplesAtReport = counters.samples;
    return m_log.write(counters, stage.name, m_learningRate, rate);
}

Result<TrainOutcome> TrainingRun::operator()() {
    const auto start = Clock::now();
    m_samplesAtReport = m_state.counters.samples;
    TrainOutcome outcome;
    const Stage* stage = currentStage();
    const Stage* last = stage;
    for (; stage != nullptr; stage = currentStage()) {
        if (m_options.maxSteps > 0 && outcome.steps >= m_options.maxSteps)
            break;
        if (const auto alive = m_monitor.check(); !alive) {
            if (const auto saved = save(); !saved)
                return tl::unexpected(saved.error());
            return tl::unexpected(alive.error());
        }
        if (stage->speechShare > 0 && !m_speech)
            if (const auto opened = openSpeech(); !opened)
                return tl::unexpected(opened.error());
        if (const auto stepped = step(*stage); !stepped)
            return tl::unexpected(stepped.error());
        if (const auto reported = report(*stage); !reported)
            return tl::unexpected(reported.error());
        ++outcome.steps;
        last = stage;
    }
    if (last != nullptr && outcome.steps > 0 && m_state.counters.step % logEverySteps != 0)
        if (const auto written = writeLog(*last); !written)
            return tl::unexpected(written.error());
    if (const auto saved = save(); !saved)
        return tl::unexpected(saved.error());
    outcome.samples = m_state.counters.samples;
    outcome.seconds = secondsSince(start);
    outcome.finished = stage == nullptr;
    return outcome;
}

} // namespace triptych::training
