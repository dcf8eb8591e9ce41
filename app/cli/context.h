// SPDX-License-Identifier: GPL-3.0-or-later
// What every subcommand shares: the common options, progress on stderr, one JSON document on stdout, cancelling.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <nlohmann/json.hpp>

#include "inference/base/progress.h"

namespace triptych::cli {

// Keys keep the order in which they are written.
using Json = nlohmann::ordered_json;

struct CommonOptions {
    std::string device = "auto";
    int threads = 0; // 0: as many as the machine has cores
    std::uint64_t seed = 0;
    bool json = false;
    bool quiet = false;
};

class Context {
public:
    using Action = std::function<Result<void>()>;

    CommonOptions options;
    // What the chosen subcommand does, set while the command line is read.
    Action action;

    // Progress as lines on stderr, unless --quiet; cancelled by Ctrl+C or SIGTERM.
    [[nodiscard]] Monitor monitor() const;

    // The subcommand's answer: `document` on stdout with --json, else `text`.
    void answer(const Json& document, std::string_view text) const;

    // A remark that is no failure, on stderr, unless --quiet.
    void notice(std::string_view text) const;

    [[nodiscard]] CancelSource& cancelSource() { return m_cancel; }

private:
    CancelSource m_cancel;
};

// Adds a subcommand with the common options. `action` runs after the whole command line was read and found right; its
// Error becomes one line on stderr and exit code 1. Wrong use belongs into CLI11's checks and ends with exit code 2.
CLI::App* addCommand(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                     Context::Action action);

// The option --model with what it takes, required.
CLI::Option* addModelOption(CLI::App& command, std::string& model);

} // namespace triptych::cli
