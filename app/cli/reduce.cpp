// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include "app/cli/commands.h"
#include "app/cli/settings.h"
#include "app/cli/table.h"
#include "app/cli/tensor_file.h"
#include "inference/embedding/projection.h"
#include "inference/embedding/projection_quality.h"
#include "inference/formats/safetensors.h"

namespace triptych::cli {

namespace {

struct ReduceCommand {
    std::filesystem::path in;
    std::string tensor;
    std::string method = "umap";
    int dimensions = 2;
    std::vector<std::string> settings;
    std::filesystem::path out;

    std::map<std::string, std::string> parameters; // every one of the method, from settings and defaults
};

std::vector<std::string> methodIds() {
    std::vector<std::string> ids;
    for (const MethodDescriptor& method : embedding::projectionDescriptors())
        ids.push_back(method.id);
    return ids;
}

const MethodDescriptor& methodOf(const std::string& id) {
    return *std::ranges::find(embedding::projectionDescriptors(), id, &MethodDescriptor::id);
}

Result<void> reduce(const ReduceCommand& command, const Context& context) {
    auto options = embedding::projectionOptions(command.method, command.parameters);
    if (!options)
        return Failure(options.error());
    options->dimensions = command.dimensions;
    options->seed = context.options.seed;
    options->threads = context.options.threads;
    const auto rows = readTable(command.in, command.tensor);
    if (!rows)
        return Failure(rows.error());
    const auto begin = std::chrono::steady_clock::now();
    const auto points = embedding::project(*rows, *options, context.monitor());
    if (!points)
        return Failure(points.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const auto quality = embedding::qualityOf(*rows, *points, context.monitor());
    if (!quality)
        return Failure(quality.error());
    if (const auto written = formats::writeSafetensors(command.out, {{"points", *points}}); !written)
        return written;
    const Json document{{"method", command.method},
                        {"seconds", seconds},
                        {"seed", context.options.seed},
                        {"quality",
                         {{"trustworthiness", quality->trustworthiness},
                          {"continuity", quality->continuity},
                          {"neighboursKept", quality->neighboursKept},
                          {"neighbours", quality->neighbours},
                          {"rows", quality->rows}}}};
    Table table({"method", command.method});
    table.add({"seconds", document["seconds"].dump()});
    for (const auto& [name, value] : document["quality"].items())
        table.add({name, value.dump()});
    context.answer(document, table.text());
    return {};
}

} // namespace

void addReduceCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<ReduceCommand>();
    CLI::App* command = addCommand(app, context, "reduce", "Lay vectors out in two or three dimensions",
                                   [&context, options] { return reduce(*options, context); });
    command->add_option("--in", options->in, "Safetensors file")->required();
    command->add_option("--tensor", options->tensor, "Its tensor [rows, width]")->required();
    command->add_option("--method", options->method, "pca, tsne or umap")->check(CLI::IsMember(methodIds()));
    command->add_option("--dim", options->dimensions, "Dimensions of the points")->check(CLI::Range(2, 3));
    command->add_option("--set", options->settings, "A parameter of the method, key=value; may be given several times")
        ->check(checkSetting);
    command->add_option("--out", options->out, "Safetensors file for the tensor points [rows, dim]")->required();
    command->parse_complete_callback(
        [options] { options->parameters = readSettings(methodOf(options->method), options->settings); });
}

} // namespace triptych::cli
