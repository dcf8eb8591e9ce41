// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"

#include <chrono>
#include <iostream>
#include <mutex>
#include <utility>

#include <unistd.h>

#include "inference/engine/programs.h"

namespace triptych::cli {

namespace {

using Clock = std::chrono::steady_clock;

// One line per stage in a log, one line that is rewritten in a terminal.
class ProgressLines {
public:
    ~ProgressLines() {
        if (m_open)
            std::cerr << '\n';
    }

    void show(const Progress& progress) {
        const std::lock_guard lock(m_mutex);
        const auto now = Clock::now();
        const bool newStage = progress.stage != m_stage;
        const auto pause = m_terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
        const bool finished = progress.total > 0 && progress.done >= progress.total;
        if (!newStage && now - m_shown < pause && !(m_terminal && finished))
            return;
        m_stage = progress.stage;
        m_shown = now;
        write(progress, newStage);
    }

private:
    void write(const Progress& progress, bool newStage) {
        if (m_terminal)
            std::cerr << (newStage && m_open ? "\n\r\033[K" : "\r\033[K");
        std::cerr << progress.stage;
        if (progress.total > 0)
            std::cerr << ' ' << progress.done << '/' << progress.total;
        else if (progress.done > 0)
            std::cerr << ' ' << progress.done;
        if (m_terminal)
            std::cerr << std::flush;
        else
            std::cerr << std::endl;
        m_open = m_terminal;
    }

    std::mutex m_mutex;
    std::string m_stage;
    Clock::time_point m_shown;
    bool m_terminal = ::isatty(STDERR_FILENO) == 1;
    bool m_open = false;
};

std::string checkSha256(const std::string& hash) {
    const bool isHash = hash.size() == 64 && hash.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return isHash ? "" : hash + " is no SHA-256; it has 64 hexadecimal digits";
}

} // namespace

Monitor Context::monitor() const {
    Monitor monitor;
    monitor.cancel = m_cancel.get_token();
    if (!options.quiet) {
        auto lines = std::make_shared<ProgressLines>();
        monitor.progress = [lines](const Progress& progress) { lines->show(progress); };
    }
    return monitor;
}

void Context::answer(const Json& document, std::string_view text) const {
    if (options.json) {
        // Texts of a user may hold broken UTF-8; the document must stay valid.
        std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << std::endl;
        return;
    }
    std::cout << text;
    if (!text.empty() && text.back() != '\n')
        std::cout << '\n';
    std::cout << std::flush;
}

void Context::notice(std::string_view text) const {
    if (!options.quiet)
        std::cerr << text << std::endl;
}

CLI::App* addCommand(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                     Context::Action action) {
    CLI::App* command = app.add_subcommand(name, description);
    command->add_option("--device", context.options.device, "auto, cpu or cuda:N")
        ->check([](const std::string& device) -> std::string {
            const bool cuda = device.starts_with("cuda:") && device.size() > 5 &&
                              device.find_first_not_of("0123456789", 5) == std::string::npos;
            return device == "auto" || device == "cpu" || cuda ? "" : device + " is no device; use auto, cpu or cuda:N";
        })
        ->group("Common")
        ->capture_default_str();
    command->add_option("--threads", context.options.threads, "Threads for computing; 0 takes all cores")
        ->check(CLI::Range(0, 1024))
        ->group("Common")
        ->capture_default_str();
    command->add_option("--seed", context.options.seed, "Seed of everything random")
        ->check([](const std::string& seed) -> std::string {
            const bool isWhole =
                !seed.empty() && seed.size() <= 19 && seed.find_first_not_of("0123456789") == std::string::npos;
            return isWhole ? "" : seed + " is no seed; use a whole number of up to 19 digits";
        })
        ->group("Common")
        ->capture_default_str();
    command->add_flag("--json", context.options.json, "Put one JSON document on stdout")->group("Common");
    command->add_flag("--quiet", context.options.quiet, "No progress on stderr")->group("Common");
    command->callback([&context, action = std::move(action)] { context.action = action; });
    return command;
}

CLI::Option* addModelOption(CLI::App& command, std::string& model) {
    command
        .add_option_function<std::vector<std::string>>(
            "--trust",
            [](const std::vector<std::string>& hashes) {
                for (const std::string& hash : hashes)
                    (void)engine::trustProgram(hash);
            },
            "SHA-256 of a TorchScript program that may run; may be given several times")
        ->check(checkSha256);
    return command.add_option("--model", model, "A model folder, builtin or builtin-plain")->required();
}

} // namespace triptych::cli
