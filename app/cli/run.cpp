// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/run_options.h"
#include "app/cli/table.h"
#include "inference/contract/trace_name.h"
#include "inference/engine/catalogue.h"
#include "inference/formats/safetensors.h"

namespace triptych::cli {

namespace {

struct RunCommand {
    RunInputs inputs;
    std::filesystem::path dump;
    std::vector<std::string> watch;
    std::string gradientsOf;
    int repeat = 0;
};

// A dump is wanted for its maps; a run that only gives scores takes the fast
// kernel.
Watch watchOf(const RunCommand& command) {
    const bool all = command.watch.empty() ? !command.dump.empty() : command.watch == std::vector<std::string>{"all"};
    if (all)
        return {Watch::Kind::All, {}};
    if (command.watch.empty() || command.watch == std::vector<std::string>{"none"})
        return {};
    return {Watch::Kind::Globs, command.watch};
}

double secondsOf(const engine::RunOutput& output) {
    if (output.medianSeconds)
        return *output.medianSeconds;
    double seconds = 0;
    for (const StageTime& time : output.result.times)
        if (time.stage != "load")
            seconds += time.seconds;
    return seconds;
}

Json documentOf(const RunCommand& command, const engine::RunOutput& output) {
    Json watched = Json::array();
    for (const auto& [name, values] : output.trace)
        if (parseAttentionName(name))
            watched.push_back(name);
    return {{"model", command.inputs.model}, {"device", output.result.device},
            {"seconds", secondsOf(output)},  {"scores", scoresOf(output.result)},
            {"watched", std::move(watched)}, {"missingModalities", idsOf(output.result.missingModalities)}};
}

std::string textOf(const Json& document) {
    Table table({"device", document["device"].get<std::string>()});
    table.add({"seconds", document["seconds"].dump()});
    for (const auto& [name, values] : document["scores"].items())
        table.add({"scores." + name, values.dump()});
    table.add({"watched", std::to_string(document["watched"].size()) + " attention maps"});
    for (const auto& modality : document["missingModalities"])
        table.add({"missing", modality.get<std::string>()});
    return table.text();
}

Result<void> runSample(const RunCommand& command, const Context& context) {
    auto request = makeRequest(command.inputs, context.options);
    if (!request)
        return Failure(request.error());
    request->watch = watchOf(command);

    engine::RunOptions options;
    options.keepTrace = true;
    options.repeat = command.repeat;
    if (!command.gradientsOf.empty())
        options.gradientsOf = parseTarget(command.gradientsOf).value_or(Target());
    const auto output = runRequest(*request, command.inputs, std::move(options), context);
    if (!output)
        return Failure(output.error());
    if (!command.dump.empty())
        if (const auto written = formats::writeSafetensors(command.dump, output->trace); !written)
            return written;
    const Json document = documentOf(command, *output);
    context.answer(document, textOf(document));
    return {};
}

void checkWatch(const std::vector<std::string>& patterns) {
    const auto isWord = [](const std::string& pattern) {
        return pattern == "all" || pattern == "none" || pattern.empty();
    };
    if (patterns.size() > 1 && std::ranges::any_of(patterns, isWord))
        throw CLI::ValidationError("--watch", "all and none stand alone");
}

} // namespace

void addRunCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<RunCommand>();
    CLI::App* command = addCommand(app, context, "run", "Run a model on a sample and write what it computed",
                                   [&context, options] { return runSample(*options, context); });
    addRunInputs(*command, options->inputs);
    command->add_option("--dump", options->dump, "Safetensors file for the trace");
    command->add_option("--watch", options->watch,
                        "Attention maps to keep: all, none, or patterns over trace "
                        "names with * (default: all with --dump, "
                        "else none)");
    command
        ->add_option("--grad", options->gradientsOf,
                     "Add the gradients of this target by every attention map: "
                     "default, match, pair:I,J, "
                     "pair:audio=I,text=J, class:N, token:N or answer:TEXT")
        ->check(checkTarget);
    command->add_option("--repeat", options->repeat, "Time this many runs after a warm-up and report their median")
        ->check(CLI::Range(1, 100'000));
    command->parse_complete_callback([options] { checkWatch(options->watch); });
}

} // namespace triptych::cli
