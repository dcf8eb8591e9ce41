// SPDX-License-Identifier: GPL-3.0-or-later
// What `run` and `explain` have in common.
#pragma once

#include <filesystem>
#include <string>

#include "app/cli/context.h"
#include "inference/engine/run.h"

namespace triptych::cli {

struct RunInputs {
    std::string model;
    std::filesystem::path sample;
    std::filesystem::path prepared; // "input.*" tensors in place of preprocessing; may be empty
};

// --model, --sample and --inputs.
void addRunInputs(CLI::App& command, RunInputs& inputs);

// A check for options that name a target.
[[nodiscard]] std::string checkTarget(const std::string& spec);
// --target, checked.
void addTargetOption(CLI::App& command, std::string& target);

// The request for the sample on the common options' device and seed.
[[nodiscard]] Result<RunRequest> makeRequest(const RunInputs& inputs, const CommonOptions& common);

// Reads the prepared file into the options, runs, and passes on what the run has to say.
[[nodiscard]] Result<engine::RunOutput> runRequest(const RunRequest& request, const RunInputs& inputs,
                                                   engine::RunOptions options, const Context& context);

// {"image_text": [[0.5]]} from trace names.
[[nodiscard]] Json scoresOf(const RunResult& result);

} // namespace triptych::cli
