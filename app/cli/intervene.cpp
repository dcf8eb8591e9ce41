// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/interventions.h"
#include "app/cli/run_options.h"
#include "app/cli/table.h"

namespace triptych::cli {

namespace {

struct InterveneCommand {
    RunInputs inputs;
    std::vector<std::string> lines;
    std::string target = "default";
};

Json documentOf(const RunResult& result) {
    Json interventions = Json::array();
    for (const Intervention& intervention : result.request.interventions)
        interventions.push_back(toString(intervention));
    const double before = result.targetBefore.value_or(result.targetValue);
    RunResult untouched;
    untouched.scores = result.scoresBefore;
    return {{"target", toString(result.target)},
            {"before", before},
            {"after", result.targetValue},
            {"change", result.targetValue - before},
            {"interventions", std::move(interventions)},
            {"scores", {{"before", scoresOf(untouched)}, {"after", scoresOf(result)}}},
            {"device", result.device},
            {"modelHash", result.model.hash}};
}

Result<void> intervene(const InterveneCommand& command, const Context& context) {
    auto request = makeRequest(command.inputs, context.options);
    if (!request)
        return Failure(request.error());
    auto interventions = readInterventions(command.lines);
    if (!interventions)
        return Failure(interventions.error());
    request->interventions = std::move(*interventions);
    request->target = parseTarget(command.target).value_or(Target());
    const auto output = runRequest(*request, command.inputs, {}, context);
    if (!output)
        return Failure(output.error());
    const Json document = documentOf(output->result);
    Table table({"target", document["target"].get<std::string>()});
    for (const char* key : {"before", "after", "change"})
        table.add({key, document[key].dump()});
    context.answer(document, table.text());
    return {};
}

} // namespace

void addInterveneCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<InterveneCommand>();
    CLI::App* command = addCommand(app, context, "intervene",
                                   "Change a sample or the inside of a model while it runs: the score before and after",
                                   [&context, options] { return intervene(*options, context); });
    addRunInputs(*command, options->inputs);
    addInterventions(*command, options->lines)->required();
    addTargetOption(*command, options->target);
}

} // namespace triptych::cli
