// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/trainer.h"

#include "inference/backend/devices.h"
#include "inference/backend/guard.h"
#include "inference/backend/torch_modules.h"
#include "inference/training/evaluation.h"
#include "inference/training/export.h"
#include "inference/training/report.h"
#include "inference/training/training_run.h"
#include "inference/training/vocabulary.h"

namespace triptych::training {

namespace {

models::tri::TriConfig modelConfig(const TrainOptions& options, const CaptionEncoder& encoder) {
    models::tri::TriConfig config;
    config.vocabulary = encoder.vocabularySize();
    config.label = options.plain ? "Triptych built-in, attention not taught" : "Triptych built-in";
    return config;
}

// The weights that a training starts with, beyond fresh ones.
Result<void> startWeights(const TrainOptions& options, TrainingState& state) {
    const std::filesystem::path checkpoint = options.out / "checkpoint.safetensors";
    std::error_code code;
    if (options.resume)
        return state.load(checkpoint);
    if (std::filesystem::exists(checkpoint, code))
        return fail(ErrorCode::InvalidInput,
                    "There is a training already; continue it with --resume, or choose another folder.",
                    options.out.string());
    if (!options.init.empty())
        return state.takeWeights(options.init).map([](int) {});
    return {};
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
    backend::setThreads(options.threads);
    const auto device = backend::resolveDevice(options.device);
    if (!device)
        return tl::unexpected(device.error());
    const CaptionEncoder encoder(worldVocabulary());
    TrainingState state(modelConfig(options, encoder), options.seed, at::Device(*device));
    if (const auto started = startWeights(options, state); !started)
        return tl::unexpected(started.error());
    std::error_code code;
    std::filesystem::create_directories(options.out, code);
    TrainingRun run(options, state, encoder, monitor);
    auto outcome = run();
    if (!outcome && outcome.error().code != ErrorCode::Canceled)
        return outcome;
    if (const auto written = exportModel(state, options.out / "model"); !written)
        return tl::unexpected(written.error());
    if (outcome)
        if (const auto written = report(options, state, encoder, run.speech(), *outcome); !written)
            return tl::unexpected(written.error());
    return outcome;
}

} // namespace

Result<TrainOutcome> train(const TrainOptions& options, const Monitor& monitor) {
    return backend::guarded("train", [&] { return trainOn(options, monitor); });
}

} // namespace triptych::training
