// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "app/cli/commands.h"
#include "inference/engine/catalogue.h"

namespace {

using namespace triptych;

constexpr int exitDone = 0;
constexpr int exitFailed = 1;
constexpr int exitWrongUse = 2;

// Ctrl+C asks the running command to stop; a second one ends the program at once. Signals are taken by a thread of
// their own, because hardly anything may be called from a signal handler.
void watchSignals(CancelSource& cancel) {
    static sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([cancel]() mutable {
        int signal = 0;
        sigwait(&signals, &signal);
        cancel.request_stop();
        sigwait(&signals, &signal);
        ::_exit(128 + signal);
    }).detach();
}

void addCommands(CLI::App& app, cli::Context& context) {
    cli::addDevicesCommand(app, context);
    cli::addModelsCommand(app, context);
    cli::addMethodsCommand(app, context);
    cli::addMetricsCommand(app, context);
    cli::addInspectCommand(app, context);
    cli::addRunCommand(app, context);
    cli::addExplainCommand(app, context);
    cli::addInterveneCommand(app, context);
    cli::addStudyCommand(app, context);
    cli::addEvaluateCommand(app, context);
    cli::addWorldCommand(app, context);
    cli::addTrainCommand(app, context);
    cli::addEmbedCommand(app, context);
    cli::addReduceCommand(app, context);
    cli::addSearchCommand(app, context);
    cli::addEvaluateRetrievalCommand(app, context);
}

// The first line of what CLI11 has to say, and where help is to be found.
int reportWrongUse(const CLI::App& app, const CLI::ParseError& error) {
    std::string message = error.what();
    message = message.substr(0, message.find('\n'));
    if (message.ends_with('.'))
        message.pop_back();
    std::string help = app.get_name();
    for (const CLI::App* command : app.get_subcommands())
        help += " " + command->get_name();
    std::cerr << app.get_name() << ": " << message << "; see " << help << " --help" << std::endl;
    return exitWrongUse;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Shows what a cross-modal model looks at.", "triptych-cli");
    app.set_version_flag("--version", "triptych-cli " TRIPTYCH_VERSION);
    app.require_subcommand(1);

    cli::Context context;
    addCommands(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error) : reportWrongUse(app, error);
    }

    watchSignals(context.cancelSource());
    if (context.options.threads > 0)
        engine::setThreads(context.options.threads);
    const Result<void> outcome = context.action();
    if (!outcome) {
        std::cerr << app.get_name() << ": " << describe(outcome.error()) << std::endl;
        return exitFailed;
    }
    if (!std::cout) {
        std::cerr << app.get_name() << ": standard output: The answer could not be written. Check the free space."
                  << std::endl;
        return exitFailed;
    }
    return exitDone;
}
