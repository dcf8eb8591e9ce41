// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.h"

#include "app/cli/documents.h"
#include "app/cli/sample_file.h"
#include "inference/engine/catalogue.h"
#include "inference/formats/safetensors.h"

namespace triptych::cli {

namespace {

// The "input.*" arrays of the prepared file; none without a file.
Result<ArrayMap> readPrepared(const RunInputs& inputs) {
    if (inputs.prepared.empty())
        return ArrayMap();
    auto arrays = formats::readSafetensors(inputs.prepared);
    if (!arrays)
        return arrays;
    std::erase_if(*arrays, [](const auto& entry) { return !entry.first.starts_with("input."); });
    if (arrays->empty())
        return fail(ErrorCode::InvalidInput, "The file holds no input.* tensor; prepare one with run --dump.",
                    inputs.prepared.string());
    return arrays;
}

} // namespace

void addRunInputs(CLI::App& command, RunInputs& inputs) {
    addModelOption(command, inputs.model);
    command.add_option("--sample", inputs.sample, "Sample file: JSON with images, texts and audios")->required();
    command.add_option("--inputs", inputs.prepared, "Safetensors file whose input.* tensors replace preprocessing");
}

std::string checkTarget(const std::string& spec) {
    const auto target = parseTarget(spec);
    return target ? std::string() : describe(target.error());
}

void addTargetOption(CLI::App& command, std::string& target) {
    command
        .add_option("--target", target,
                    "What is explained: default, match, pair:I,J, pair:audio=I,text=J, class:N, token:N or answer:TEXT")
        ->check(checkTarget)
        ->capture_default_str();
}

Result<RunRequest> makeRequest(const RunInputs& inputs, const CommonOptions& common) {
    auto sample = readSampleFile(inputs.sample);
    if (!sample)
        return Failure(sample.error());
    RunRequest request;
    request.id = 1;
    request.model = inputs.model;
    request.device = common.device;
    request.sample = std::move(*sample);
    request.seed = common.seed;
    return request;
}

Result<engine::RunOutput> runRequest(const RunRequest& request, const RunInputs& inputs, engine::RunOptions options,
                                     const Context& context) {
    auto prepared = readPrepared(inputs);
    if (!prepared)
        return Failure(prepared.error());
    options.inputs = std::move(*prepared);
    return engine::runOnce(request, options, context.monitor()).map([&](engine::RunOutput output) {
        for (const std::string& notice : output.result.notices)
            context.notice(notice);
        return output;
    });
}

Json scoresOf(const RunResult& result) {
    constexpr std::string_view prefix = "scores.";
    Json scores = Json::object();
    for (const auto& [name, values] : result.scores)
        scores[name.starts_with(prefix) ? name.substr(prefix.size()) : name] = toJson(values);
    return scores;
}

} // namespace triptych::cli
