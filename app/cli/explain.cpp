// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interventions.h"
#include "app/cli/relevance_files.h"
#include "app/cli/run_options.h"
#include "app/cli/settings.h"
#include "app/cli/table.h"
#include "inference/explain/registry.h"

namespace triptych::cli {

namespace {

struct ExplainCommand {
    RunInputs inputs;
    std::string method;
    std::vector<std::string> settings; // "key=value"
    std::string target = "default";
    std::vector<std::string> interventions;
    std::filesystem::path out;

    std::map<std::string, std::string> parameters; // every one of the method, from settings and defaults
};

// Fills `parameters`; wrong names and values are wrong use.
void readParameters(ExplainCommand& command) {
    for (const MethodDescriptor& method : explain::methodDescriptors())
        if (method.id == command.method)
            command.parameters = readSettings(method, command.settings);
}

Result<void> explainSample(const ExplainCommand& command, const Context& context) {
    auto request = makeRequest(command.inputs, context.options);
    if (!request)
        return Failure(request.error());
    auto interventions = readInterventions(command.interventions);
    if (!interventions)
        return Failure(interventions.error());
    request->interventions = std::move(*interventions);
    request->method = command.method;
    request->parameters = command.parameters;
    request->target = parseTarget(command.target).value_or(Target());
    const auto output = runRequest(*request, command.inputs, {}, context);
    if (!output)
        return Failure(output.error());
    const RunResult& result = output->result;
    const auto files = writeRelevanceFiles(result, command.out);
    if (!files)
        return Failure(files.error());

    if (files->size() < 3)
        context.notice(
            "There is no overlay.png: the sample has no picture and no sound whose map could be laid over it.");
    Table table({"target", toString(result.target) + " = " + std::to_string(result.targetValue)});
    table.add({"method", command.method});
    for (const std::string& file : *files)
        table.add({"wrote", (command.out / file).string()});
    context.answer(relevanceDocument(result), table.text());
    if (context.monitor().cancel.stop_requested())
        return fail(ErrorCode::Canceled, "The map shows what had been found by then.", command.out.string());
    return {};
}

} // namespace

void addExplainCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<ExplainCommand>();
    CLI::App* command = addCommand(app, context, "explain",
                                   "Explain what a sample's score comes from: raw maps, their description, "
                                   "a picture",
                                   [&context, options] { return explainSample(*options, context); });
    addRunInputs(*command, options->inputs);
    std::vector<std::string> methods;
    for (const MethodDescriptor& method : explain::methodDescriptors())
        methods.push_back(method.id);
    command->add_option("--method", options->method, "An id that the methods command lists")
        ->required()
        ->check(CLI::IsMember(methods));
    command->add_option("--set", options->settings, "A parameter of the method, key=value; may be given several times")
        ->check(checkSetting);
    addTargetOption(*command, options->target);
    addInterventions(*command, options->interventions);
    command->add_option("--out", options->out, "Folder for relevance.safetensors, relevance.json and overlay.png")
        ->required();
    command->parse_complete_callback([options] { readParameters(*options); });
}

} // namespace triptych::cli
