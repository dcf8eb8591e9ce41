// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"

namespace triptych::cli {

void addModelsCommand(CLI::App& app, Context& context) {
    addCommand(app, context, "models",
               "List the built-in models and the families of model folders that "
               "can be loaded",
               [&context]() -> Result<void> {
                   const std::vector<std::string> builtin = engine::builtinModels();
                   const std::vector<std::string> families = engine::modelFamilies();
                   context.answer({{"builtin", builtin}, {"families", families}},
                                  "built-in  " + join(builtin, ", ") + "\nfamilies  " + join(families, ", "));
                   return {};
               });
}

} // namespace triptych::cli
