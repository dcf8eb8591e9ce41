// SPDX-License-Identifier: GPL-3.0-or-later
// One function per subcommand, each defined in the file of its name.
#pragma once

#include "app/cli/context.h"

namespace triptych::cli {

void addDevicesCommand(CLI::App& app, Context& context);
void addModelsCommand(CLI::App& app, Context& context);
void addMethodsCommand(CLI::App& app, Context& context);
void addMetricsCommand(CLI::App& app, Context& context);
void addInspectCommand(CLI::App& app, Context& context);
void addRunCommand(CLI::App& app, Context& context);
void addExplainCommand(CLI::App& app, Context& context);
void addInterveneCommand(CLI::App& app, Context& context);
void addStudyCommand(CLI::App& app, Context& context);
void addEvaluateCommand(CLI::App& app, Context& context);
void addWorldCommand(CLI::App& app, Context& context);
void addTrainCommand(CLI::App& app, Context& context);
void addEmbedCommand(CLI::App& app, Context& context);
void addReduceCommand(CLI::App& app, Context& context);
void addSearchCommand(CLI::App& app, Context& context);
void addEvaluateRetrievalCommand(CLI::App& app, Context& context);

} // namespace triptych::cli
