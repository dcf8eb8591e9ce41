// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "inference/training/steps.h"
#include "inference/training/trainer.h"
#include "inference/training/training_log.h"

namespace triptych::training {

// The loop over steps and stages, from where the state stands, with log and checkpoints.
class TrainingRun {
public:
    TrainingRun(const TrainOptions& options, TrainingState& state, const CaptionEncoder& encoder,
                const Monitor& monitor);

    // To the end of the schedule, or options.maxSteps. Canceled after a checkpoint was written.
    [[nodiscard]] Result<TrainOutcome> operator()();

    // Null before a stage has spoken.
    [[nodiscard]] const SpeechSource* speech() const { return m_speech ? &*m_speech : nullptr; }

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] const Stage* currentStage();
    [[nodiscard]] Result<void> openSpeech();
    [[nodiscard]] Result<void> step(const Stage& stage);
    [[nodiscard]] Result<LossTerms> compute(const StepInput& input);
    // Reads and logs the numbers of the step before.
    [[nodiscard]] Result<void> settle();
    [[nodiscard]] Result<void> report(const Stage& stage);
    [[nodiscard]] Result<void> writeLog(const Stage& stage);
    [[nodiscard]] Result<void> save() const;

    const TrainOptions& m_options;
    TrainingState& m_state;
    const CaptionEncoder& m_encoder;
    const Monitor& m_monitor;
    std::optional<SpeechSource> m_speech;
    TrainingLog m_log;
    std::optional<LossTerms> m_unsettled; // of the step before: a GPU goes on while the next one is begun
    bool m_bfloat16;
    double m_learningRate = 0;
    int m_brokenSteps = 0;
    Clock::time_point m_lastReport = Clock::now();
    std::int64_t m_samplesAtReport = 0;
};

} // namespace triptych::training
