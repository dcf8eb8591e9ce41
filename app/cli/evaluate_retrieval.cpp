// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "inference/embedding/retrieval.h"
#include "inference/formats/atomic_file.h"

namespace triptych::cli {

namespace {

struct RetrievalCommand {
    std::filesystem::path corpus;
    std::filesystem::path out;
    PartWeights weights;
};

std::string directionOf(const DirectionResult& result) {
    return std::string(toString(result.from)) + "->" + std::string(toString(result.to));
}

Json intervalOf(const MeanInterval& interval) {
    return {{"mean", interval.mean}, {"low", interval.low}, {"high", interval.high}};
}

Json documentOf(const DirectionResult& result) {
    Json hardest = Json::array();
    for (const WrongHit& hit : result.hardest)
        hardest.push_back({{"query", hit.queryId},
                           {"found", hit.foundId},
                           {"score", hit.score},
                           {"rightScore", hit.rightScore},
                           {"rank", hit.rank}});
    return {{"direction", directionOf(result)},
            {"queries", result.queries},
            {"gallery", result.gallery},
            {"recallAt1", intervalOf(result.recall1)},
            {"recallAt5", intervalOf(result.recall5)},
            {"recallAt10", intervalOf(result.recall10)},
            {"medianRank", result.medianRank},
            {"mrr", intervalOf(result.reciprocalRank)},
            {"ndcgAt10", intervalOf(result.ndcg)},
            {"chanceAt1", result.chance},
            {"hardestNegatives", std::move(hardest)}};
}

Json documentOf(const RetrievalReport& report, const embedding::Corpus& corpus) {
    Json directions = Json::array();
    for (const DirectionResult& result : report.directions)
        directions.push_back(documentOf(result));
    Json duplicates = Json::array();
    for (const SimilarPair& pair : report.nearDuplicates)
        duplicates.push_back({{"modality", toString(pair.first.modality)},
                              {"first", pair.firstId},
                              {"second", pair.secondId},
                              {"score", pair.score}});
    return {{"model", corpus.facts.model},
            {"modelHash", corpus.facts.modelHash},
            {"directions", std::move(directions)},
            {"nearDuplicates", std::move(duplicates)},
            {"mismatched", report.mismatched}};
}

Table tableOf(const RetrievalReport& report, const char* format) {
    Table table({"direction", "queries", "gallery", "recall@1", "low", "high", "recall@5", "recall@10", "medianRank",
                 "mrr", "ndcg@10", "chance@1"});
    for (const DirectionResult& result : report.directions)
        table.add({directionOf(result), std::to_string(result.queries), std::to_string(result.gallery),
                   number(result.recall1.mean, format), number(result.recall1.low, format),
                   number(result.recall1.high, format), number(result.recall5.mean, format),
                   number(result.recall10.mean, format), number(result.medianRank, "%.6g"),
                   number(result.reciprocalRank.mean, format), number(result.ndcg.mean, format),
                   number(result.chance, format)});
    return table;
}

Result<void> evaluate(const RetrievalCommand& command, const Context& context) {
    const auto corpus = embedding::readCorpus(command.corpus);
    if (!corpus)
        return Failure(corpus.error());
    const auto report = embedding::evaluateRetrieval(*corpus, command.weights, context.options.seed, context.monitor());
    if (!report)
        return Failure(report.error());
    const Json document = documentOf(*report, *corpus);
    const Table table = tableOf(*report, "%.4f");
    const std::array<std::pair<const char*, std::string>, 4> files{
        {{"table.csv", tableOf(*report, "%.9g").csv()},
         {"table.json", document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"},
         {"table.md", table.markdown()},
         {"cleaning.csv", cleaningList(*report)}}};
    for (const auto& [name, content] : files)
        if (const auto written = formats::writeFileAtomically(command.out / name, content); !written)
            return written;
    context.answer(document, table.text());
    return {};
}

} // namespace

void addEvaluateRetrievalCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<RetrievalCommand>();
    CLI::App* command =
        addCommand(app, context, "evaluate-retrieval", "Judge how well a corpus finds what belongs together",
                   [&context, options] { return evaluate(*options, context); });
    command->add_option("--corpus", options->corpus, "Folder that embed made")->required();
    command->add_option("--out", options->out, "Folder for table.csv, table.json, table.md and cleaning.csv")
        ->required();
    command->add_option("--whole", options->weights.whole, "Weight of whole items in a score")->capture_default_str();
    command
        ->add_option("--regions", options->weights.regions, "Weight of the picture's best region; needs embed --parts")
        ->capture_default_str();
    command->add_option("--words", options->weights.words, "Weight of the text word by word; needs embed --parts")
        ->capture_default_str();
}

} // namespace triptych::cli
