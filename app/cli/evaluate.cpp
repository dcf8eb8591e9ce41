// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/evaluate.h"
#include "inference/explain/registry.h"
#include "inference/formats/atomic_file.h"

namespace triptych::cli {

namespace {

struct EvaluateCommand {
    engine::EvaluationRequest request;
    std::filesystem::path out;
};

Json documentOf(const engine::Evaluation& evaluation) {
    Json rows = Json::array();
    for (const engine::EvaluationRow& row : evaluation.rows)
        rows.push_back({{"metric", row.metric},
                        {"split", row.split},
                        {"method", row.method.empty() ? Json() : Json(row.method)},
                        {"count", row.count},
                        {"mean", row.mean},
                        {"low", row.low},
                        {"high", row.high},
                        {"chance", row.chance ? Json(*row.chance) : Json()},
                        {"ceiling", row.ceiling ? Json(*row.ceiling) : Json()},
                        {"secondsPerMap", row.secondsPerMap ? Json(*row.secondsPerMap) : Json()},
                        {"bytesPerMap", row.bytesPerMap ? Json(*row.bytesPerMap) : Json()},
                        {"objects", row.objects ? Json(*row.objects) : Json()},
                        {"protocol", row.protocol.empty() ? Json() : Json(row.protocol)}});
    return {{"model", evaluation.model},   {"modelHash", evaluation.modelHash}, {"programVersion", TRIPTYCH_VERSION},
            {"device", evaluation.device}, {"seconds", evaluation.seconds},     {"notices", evaluation.notices},
            {"rows", std::move(rows)}};
}

// `format` decides how many digits people or programs get.
Table tableOf(const engine::Evaluation& evaluation, const char* format) {
    Table table({"metric", "split", "method", "count", "mean", "low", "high", "chance", "ceiling", "secondsPerMap",
                 "bytesPerMap", "objects", "protocol"});
    for (const engine::EvaluationRow& row : evaluation.rows)
        table.add({row.metric, row.split, row.method, std::to_string(row.count), number(row.mean, format),
                   number(row.low, format), number(row.high, format), row.chance ? number(*row.chance, format) : "",
                   row.ceiling ? number(*row.ceiling, format) : "",
                   row.secondsPerMap ? number(*row.secondsPerMap, "%.3g") : "",
                   row.bytesPerMap ? std::to_string(*row.bytesPerMap) : "",
                   row.objects ? std::to_string(*row.objects) : "", row.protocol});
    return table;
}

Result<void> evaluateModel(const EvaluateCommand& command, const Context& context) {
    engine::EvaluationRequest request = command.request;
    request.device = context.options.device;
    request.seed = context.options.seed;
    const auto evaluation = engine::evaluate(request, context.monitor());
    if (!evaluation)
        return Failure(evaluation.error());
    for (const std::string& notice : evaluation->notices)
        context.notice(notice);

    const Json document = documentOf(*evaluation);
    const Table table = tableOf(*evaluation, "%.4f");
    const std::array<std::pair<const char*, std::string>, 3> files{
        {{"table.csv", tableOf(*evaluation, "%.9g").csv()},
         {"table.json", document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"},
         {"table.md", table.markdown()}}};
    for (const auto& [name, content] : files)
        if (const auto written = formats::writeFileAtomically(command.out / name, content); !written)
            return written;
    context.answer(document, table.text());
    return {};
}

template<typename Descriptors>
std::vector<std::string> idsOfAll(const Descriptors& descriptors) {
    std::vector<std::string> ids;
    for (const auto& descriptor : descriptors)
        ids.push_back(descriptor.id);
    return ids;
}

} // namespace

void addEvaluateCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<EvaluateCommand>();
    CLI::App* command =
        addCommand(app, context, "evaluate", "Judge a model and the explanation methods on samples with known truth",
                   [&context, options] { return evaluateModel(*options, context); });
    addModelOption(*command, options->request.model);
    command->add_option("--samples", options->request.samples,
                        "Samples, one a line; truth where it is known. Without it the "
                        "built-in held-out set");
    command->add_option("--methods", options->request.methods, "Ids that the methods command lists, with commas")
        ->delimiter(',')
        ->check(CLI::IsMember(idsOfAll(explain::methodDescriptors())));
    command->add_option("--metrics", options->request.metrics, "Ids that the metrics command lists, with commas")
        ->delimiter(',')
        ->check(CLI::IsMember(idsOfAll(engine::metrics())));
    command->add_option("--limit", options->request.limit, "At most this many scenes or lines")
        ->check(CLI::Range(1, 1'000'000'000));
    command->add_option("--out", options->out, "Folder for table.csv, table.json and table.md")->required();
}

} // namespace triptych::cli
