// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "inference/engine/embed_corpus.h"

namespace triptych::cli {

namespace {

Result<void> embed(const EmbedRequest& options, const Context& context) {
    EmbedRequest request = options;
    request.device = context.options.device;
    const auto outcome = engine::embedCorpus(request, context.monitor());
    if (!outcome)
        return Failure(outcome.error());
    for (const std::string& skipped : outcome->skipped)
        context.notice(skipped);
    Json rows = Json::object();
    Table table({"what", "rows"});
    for (const auto& [modality, count] : outcome->rows) {
        rows[std::string(toString(modality))] = count;
        table.add({std::string(toString(modality)), std::to_string(count)});
    }
    table.add({"skipped", std::to_string(outcome->skipped.size())});
    context.answer({{"model", request.model},
                    {"modelHash", outcome->modelHash},
                    {"rows", std::move(rows)},
                    {"fromBefore", outcome->fromBefore},
                    {"skipped", outcome->skipped},
                    {"seconds", outcome->seconds},
                    {"corpus", request.out.string()}},
                   table.text());
    return {};
}

} // namespace

void addEmbedCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<EmbedRequest>();
    CLI::App* command = addCommand(app, context, "embed", "Turn many images, texts and sounds into a corpus of vectors",
                                   [&context, options] { return embed(*options, context); });
    addModelOption(*command, options->model);
    command->add_option("--items", options->items, "items.jsonl, a folder, or a table.csv")->required();
    command->add_option("--out", options->out, "Folder of the corpus; an interrupted one goes on")->required();
    command->add_flag(
        "--parts", options->parts,
        "Regions of the pictures and words of the texts too, about ten runs a picture; also for a finished corpus");
}

} // namespace triptych::cli
