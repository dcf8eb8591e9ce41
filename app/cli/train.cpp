// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iomanip>
#include <map>
#include <memory>
#include <sstream>

#include "app/cli/commands.h"
#include "inference/training/trainer.h"

namespace triptych::cli {

namespace {

struct TrainArguments {
    training::TrainOptions options;
    std::string precision = "auto";
    std::vector<std::string> stageSamples;
};

const std::map<std::string, training::Precision> precisions{
    {"auto", training::Precision::Automatic},
    {"float32", training::Precision::Float32},
    {"bfloat16", training::Precision::BFloat16},
};

// "captions=50000" changes the length of that stage.
Result<void> setStageSamples(training::Schedule& schedule, const std::string& setting) {
    const auto equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const auto stage = std::ranges::find(schedule.stages, name, &training::Stage::name);
    std::int64_t samples = -1;
    if (equals != std::string::npos)
        std::istringstream(setting.substr(equals + 1)) >> samples;
    if (stage == schedule.stages.end() || samples < 0)
        return fail(ErrorCode::InvalidInput,
                    "A stage is set as vision=N, captions=N or speech=N, N samples; 0 leaves it out.", setting);
    stage->samples = samples;
    return {};
}

std::string summary(const training::TrainOutcome& outcome, const std::string& folder) {
    std::ostringstream text;
    text << outcome.steps << " steps in " << std::fixed << std::setprecision(0) << outcome.seconds << " s, "
         << outcome.samples << " samples so far; "
         << (outcome.finished ? "finished" : "not finished, continue with --resume") << "; model in " << folder
         << "/model";
    return text.str();
}

Result<void> runTraining(TrainArguments& arguments, const Context& context) {
    auto& options = arguments.options;
    options.seed = context.options.seed;
    options.threads = context.options.threads;
    options.device = context.options.device;
    options.precision = precisions.at(arguments.precision);
    for (const std::string& setting : arguments.stageSamples)
        if (const auto set = setStageSamples(options.schedule, setting); !set)
            return set;
    const auto outcome = training::train(options, context.monitor());
    if (!outcome)
        return tl::unexpected(outcome.error());
    context.answer({{"steps", outcome->steps},
                    {"samples", outcome->samples},
                    {"seconds", outcome->seconds},
                    {"finished", outcome->finished},
                    {"model", (options.out / "model").string()}},
                   summary(*outcome, options.out.string()));
    return {};
}

} // namespace

void addTrainCommand(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = addCommand(app, context, "train", "Train the built-in model from nothing on the demo world",
                                   [arguments, &context] { return runTraining(*arguments, context); });
    auto& options = arguments->options;
    command->add_option("--out", options.out, "Folder for checkpoint, log, report and model")->required();
    command->add_flag("--resume", options.resume, "Continue from the checkpoint in the folder");
    command->add_option("--steps", options.maxSteps, "Stop after so many steps of this call")
        ->check(CLI::Range(1, 1'000'000'000));
    command->add_flag("--plain", options.plain, "Without any loss on attention maps");
    command
        ->add_option("--init", options.init,
                     "Start from the weights of another training's checkpoint, or of a finished model")
        ->check(CLI::ExistingFile);
    command->add_option("--stage", arguments->stageSamples, "Samples of a stage: vision=N, captions=N, speech=N");
    command->add_option("--precision", arguments->precision, "auto, float32 or bfloat16")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16"}));
    command->add_option("--sentences", options.sentenceScenes, "Scenes whose captions are spoken as whole sentences")
        ->check(CLI::Range(0, 100'000));
    command->add_option("--speech-cache", options.speechCache,
                        "Where spoken clips are kept; the folder of --out by default");
}

} // namespace triptych::cli
