// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/interventions.h"
#include "app/cli/run_options.h"
#include "app/cli/sample_file.h"
#include "app/cli/table.h"
#include "inference/contract/causes.h"

namespace triptych::cli {

namespace {

struct StudyCommand {
    RunInputs inputs; // without prepared tensors
    std::vector<std::string> lines;
    std::string target = "default";
    std::string kind;
    std::string modality = "text";
    std::string sites = "*.hidden";
    int window = 1;
    int beam = 3;
    int budget = 2000;
    std::vector<std::string> removable;
    std::vector<std::string> vocabulary;
    std::filesystem::path vocabularyOf; // a sample whose words are tried
};

Json toJson(const Counterfactual& found) {
    Json removed = Json::array();
    for (const UnitSet& set : found.removed)
        removed.push_back({{"modality", toString(set.modality)}, {"units", set.units}});
    Json swapped = Json::array();
    for (const SwapWord& swap : found.swapped)
        swapped.push_back({{"word", swap.word}, {"by", swap.by}});
    return {{"decision", found.decision}, {"marginBefore", found.marginBefore}, {"marginAfter", found.marginAfter},
            {"found", found.isFound},     {"removed", std::move(removed)},      {"swapped", std::move(swapped)},
            {"runs", found.runs}};
}

Json toJson(const TokenPaths& paths) {
    return {{"stream", paths.stream},
            {"layers", paths.layers},
            {"modalities", idsOf(paths.modalities)},
            {"units", paths.units},
            {"points", cli::toJson(paths.points)},
            {"shownShares", paths.shownShares}};
}

Json documentOf(const StudyReport& report) {
    Json document{{"study", toString(report.kind)},
                  {"target", toString(report.target)},
                  {"untouched", report.untouched},
                  {"base", report.base},
                  {"seconds", report.seconds}};
    if (report.grid)
        document["grid"] = {{"rows", report.grid->rows},
                            {"columns", report.grid->columns},
                            {"values", cli::toJson(report.grid->values)}};
    if (report.grid && !report.grid->texts.empty())
        document["grid"]["texts"] = report.grid->texts;
    for (const SubsetValue& subset : report.subsets)
        document["subsets"].push_back({{"present", idsOf(subset.present)}, {"value", subset.value}});
    for (const TokenPaths& paths : report.paths)
        document["paths"].push_back(toJson(paths));
    if (report.counterfactual)
        document["counterfactual"] = toJson(*report.counterfactual);
    return document;
}

std::string signedNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%+.4g", value);
    return text;
}

// The tokens that a layer would write, one after the other.
std::string wouldWrite(const StudyGrid& grid, std::size_t row) {
    std::string words;
    for (std::size_t column = 0; column < grid.columns.size(); ++column)
        words += (column == 0 ? "" : " ") + grid.texts[row * grid.columns.size() + column];
    return words;
}

// What each row does at most, so that a reader sees where to look.
void addGrid(const StudyReport& report, Table& table) {
    const StudyGrid& grid = *report.grid;
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
        const auto values = grid.values.row({static_cast<std::int64_t>(row)});
        std::size_t strongest = 0;
        const auto change = [&](std::size_t i) { return std::isnan(values[i]) ? 0.0 : values[i] - report.base; };
        for (std::size_t i = 1; i < values.size(); ++i)
            if (std::abs(change(i)) > std::abs(change(strongest)))
                strongest = i;
        table.add({grid.rows[row], grid.texts.empty() ? grid.columns[strongest] + "  " + signedNumber(change(strongest))
                                                      : wouldWrite(grid, row)});
    }
}

void addCounterfactual(const Counterfactual& found, Table& table) {
    table.add({"decision", found.decision});
    table.add({"margin", signedNumber(found.marginBefore) + " -> " + signedNumber(found.marginAfter)});
    for (const UnitSet& set : found.removed)
        table.add({"remove", toString(set)});
    for (const SwapWord& swap : found.swapped)
        table.add({"swap", "word " + std::to_string(swap.word) + " -> " + swap.by});
    if (found.marginBefore <= 0)
        table.add({"found", "nothing, since the decision does not hold to begin with"});
    else if (!found.isFound)
        table.add({"found", "nothing within " + std::to_string(found.runs) + " runs"});
}

std::string percent(double share) {
    return std::to_string(std::lround(100 * share)) + " %";
}

std::string textOf(const StudyReport& report) {
    Table table({"target", toString(report.target)});
    table.add({"untouched", signedNumber(report.untouched)});
    table.add({"base", signedNumber(report.base)});
    if (report.grid)
        addGrid(report, table);
    for (const SubsetValue& subset : report.subsets) {
        std::string names;
        for (const Modality modality : subset.present)
            names += (names.empty() ? "" : " + ") + std::string(toString(modality));
        table.add({names.empty() ? "nothing" : names, signedNumber(subset.value)});
    }
    for (const TokenPaths& paths : report.paths)
        table.add({paths.stream, std::to_string(paths.units.size()) + " tokens through " +
                                     std::to_string(paths.layers.size()) + " layers, the plane shows " +
                                     percent(paths.shownShares.front()) + " to " + percent(paths.shownShares.back())});
    if (report.counterfactual)
        addCounterfactual(*report.counterfactual, table);
    return table.text();
}

// Words of another sample's texts, each once.
Result<void> addWordsOf(const std::filesystem::path& file, std::vector<std::string>& vocabulary) {
    if (file.empty())
        return {};
    const auto sample = readSampleFile(file);
    if (!sample)
        return Failure(sample.error());
    for (const SampleItem& item : sample->of(Modality::Text)) {
        std::istringstream words(item.text);
        for (std::string word; words >> word;)
            if (std::ranges::find(vocabulary, word) == vocabulary.end())
                vocabulary.push_back(word);
    }
    return {};
}

Result<void> study(const StudyCommand& command, const Context& context) {
    auto run = makeRequest(command.inputs, context.options);
    if (!run)
        return Failure(run.error());
    auto interventions = readInterventions(command.lines);
    if (!interventions)
        return Failure(interventions.error());
    StudyRequest request;
    request.run = std::move(*run);
    request.run.interventions = std::move(*interventions);
    request.run.target = parseTarget(command.target).value_or(Target());
    request.kind = parseStudyKind(command.kind).value_or(StudyKind::Heads);
    request.modality = modalityFromString(command.modality).value_or(Modality::Text);
    request.sites = command.sites;
    request.window = command.window;
    request.beam = command.beam;
    request.budget = command.budget;
    request.vocabulary = command.vocabulary;
    if (const auto added = addWordsOf(command.vocabularyOf, request.vocabulary); !added)
        return added;
    for (const std::string& id : command.removable)
        request.removable.push_back(modalityFromString(id).value_or(Modality::Text));
    engine::Runner runner(request.run.device);
    const auto report = runner.study(request, nullptr, context.monitor());
    if (!report)
        return Failure(report.error());
    context.answer(documentOf(*report), textOf(*report));
    return {};
}

} // namespace

void addStudyCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<StudyCommand>();
    CLI::App* command = addCommand(app, context, "study",
                                   "Intervene many times: which heads, looks, layers, modalities or units matter",
                                   [&context, options] { return study(*options, context); });
    addModelOption(*command, options->inputs.model);
    command->add_option("--sample", options->inputs.sample, "Sample file: JSON with images, texts and audios")
        ->required();
    command->add_option("--kind", options->kind, "heads, looks, restore, subsets, counterfactual, swaps, lens or paths")
        ->required()
        ->check(CLI::IsMember({"heads", "looks", "restore", "subsets", "counterfactual", "swaps", "lens", "paths"}));
    const CLI::IsMember modalities({"image", "text", "audio"});
    command->add_option("--columns", options->modality, "Units of looks and restore: image, text or audio")
        ->check(modalities)
        ->capture_default_str();
    command->add_option("--sites", options->sites, "What restore puts back: a glob over hidden, context and mlp")
        ->capture_default_str();
    command->add_option("--window", options->window, "Layers at once, of looks and restore")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command
        ->add_option("--remove", options->removable, "Modalities that a counterfactual may remove units of; else all")
        ->check(modalities)
        ->delimiter(',');
    command->add_option("--vocabulary", options->vocabulary, "Words that swaps puts in the place of the text's own")
        ->delimiter(',');
    command->add_option("--vocabulary-of", options->vocabularyOf, "Sample file whose words swaps tries too")
        ->check(CLI::ExistingFile);
    command->add_option("--beam", options->beam, "Sets that counterfactual and swaps follow")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--budget", options->budget, "Runs of counterfactual and swaps at most")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    addInterventions(*command, options->lines);
    addTargetOption(*command, options->target);
}

} // namespace triptych::cli
