// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"

namespace triptych::cli {

namespace {

std::string summaryOf(const ModelDescriptor& model) {
    std::vector<std::string> modalities;
    for (const Modality modality : model.modalities)
        modalities.emplace_back(toString(modality));
    std::vector<std::string> towers;
    for (const auto& [name, tower] : model.towers)
        towers.push_back(name + " " + std::to_string(tower.layers) + " x " + std::to_string(tower.heads));
    Table table({"family", model.family});
    table.add({"name", model.label});
    table.add({"hash", model.hash});
    table.add({"modalities", join(modalities, ", ")});
    table.add({"towers", join(towers, ", ") + " (layers x heads)"});
    table.add({"parameters", std::to_string(model.parameterCount)});
    table.add({"tensors", std::to_string(model.tensors.size())});
    table.add({"memory", humanBytes(static_cast<double>(model.weightBytes)) + " weights, " +
                             humanBytes(static_cast<double>(model.mapBytes)) + " attention maps of one sample"});
    if (!model.missingTensors.empty())
        table.add({"missing", join(model.missingTensors, ", ")});
    if (!model.unexpectedTensors.empty())
        table.add({"unexpected", join(model.unexpectedTensors, ", ")});
    return table.text();
}

} // namespace

void addInspectCommand(CLI::App& app, Context& context) {
    auto model = std::make_shared<std::string>();
    CLI::App* command = addCommand(app, context, "inspect", "Say what a model is and what it needs",
                                   [&context, model]() -> Result<void> {
                                       const auto found = engine::inspectModel(*model);
                                       if (!found)
                                           return Failure(found.error());
                                       context.answer(toJson(*found), summaryOf(*found));
                                       return {};
                                   });
    addModelOption(*command, *model);
}

} // namespace triptych::cli
