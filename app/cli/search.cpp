// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "app/cli/tensor_file.h"
#include "inference/embedding/finite_rows.h"
#include "inference/embedding/nearest.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/device_index.h"
#include "inference/formats/safetensors.h"

namespace triptych::cli {

namespace {

struct SearchCommand {
    std::filesystem::path in;
    std::string tensor;
    std::filesystem::path queries;
    std::string queryTensor;
    int k = 10;
    std::string index = "auto";
    std::filesystem::path out;
};

double secondsSince(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Comparing with what is no number says nothing.
Result<FloatArray> readFinite(const std::filesystem::path& file, const std::string& tensor) {
    return readTable(file, tensor).and_then([&](FloatArray rows) {
        return embedding::checkFinite(embedding::tableOf(rows), file.string()).map([&] { return std::move(rows); });
    });
}

Result<void> search(const SearchCommand& command, const Context& context) {
    const auto rows = readFinite(command.in, command.tensor);
    if (!rows)
        return Failure(rows.error());
    const auto queries = readFinite(command.queries, command.queryTensor);
    if (!queries)
        return Failure(queries.error());
    const embedding::VectorTable table = embedding::tableOf(*rows);
    const embedding::VectorTable asked = embedding::tableOf(*queries);
    const auto device = engine::resolveDevice(context.options.device);
    if (!device)
        return Failure(device.error());
    const auto kind = engine::chooseIndex(*embedding::parseIndexKind(command.index), table, *device);
    auto begin = std::chrono::steady_clock::now();
    const auto index = engine::buildIndex(kind, table, *device, context.monitor());
    if (!index)
        return Failure(index.error());
    const double buildSeconds = secondsSince(begin);
    begin = std::chrono::steady_clock::now();
    const auto hits = (*index)->search(asked, command.k);
    if (!hits)
        return Failure(hits.error());
    const double seconds = secondsSince(begin);
    Json recall;
    if (kind != IndexKind::Exact)
        recall = embedding::recallOf(*hits, embedding::searchExactly(table, asked, command.k));
    if (const auto written = formats::writeSafetensors(command.out, {{"ids", hits->ids}, {"scores", hits->scores}});
        !written)
        return written;
    const Json document{{"index", toString(kind)},
                        {"buildSeconds", buildSeconds},
                        {"secondsPerQuery", asked.rows > 0 ? seconds / static_cast<double>(asked.rows) : 0.0},
                        {"recallAgainstExact", recall}};
    Table answers({"what", "value"});
    for (const auto& [name, value] : document.items())
        answers.add({name, value.dump()});
    context.answer(document, answers.text());
    return {};
}

} // namespace

void addSearchCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<SearchCommand>();
    CLI::App* command = addCommand(app, context, "search", "Find the nearest vectors by inner product",
                                   [&context, options] { return search(*options, context); });
    command->add_option("--in", options->in, "Safetensors file that is searched")->required();
    command->add_option("--tensor", options->tensor, "Its tensor [rows, width]")->required();
    command->add_option("--queries", options->queries, "Safetensors file of the queries")->required();
    command->add_option("--query-tensor", options->queryTensor, "Its tensor [queries, width]")->required();
    command->add_option("--k", options->k, "Hits of each query")->check(CLI::Range(1, 1'000'000));
    command->add_option("--index", options->index, "exact, hnsw, ivf or auto")
        ->check(CLI::IsMember({"exact", "hnsw", "ivf", "auto"}));
    command->add_option("--out", options->out, "Safetensors file for ids and scores [queries, k]")->required();
}

} // namespace triptych::cli
