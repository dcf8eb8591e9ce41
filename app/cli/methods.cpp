// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"

namespace triptych::cli {

namespace {

// "start_layer=all|last (all)", "layer=0..63 (0)".
std::string describeParameter(const ParameterDescriptor& parameter) {
    std::vector<std::string> values = parameter.choices;
    if (parameter.type == ParameterDescriptor::Type::Integer || parameter.type == ParameterDescriptor::Type::Real) {
        std::ostringstream range;
        range << parameter.minimum << ".." << parameter.maximum;
        values.insert(values.begin(), range.str());
    } else if (parameter.type == ParameterDescriptor::Type::Boolean) {
        values = {"true", "false"};
    }
    return parameter.name + "=" + join(values, "|") + " (" + parameter.defaultValue + ")";
}

} // namespace

void addMethodsCommand(CLI::App& app, Context& context) {
    addCommand(app, context, "methods", "List the explanation methods with their parameters",
               [&context]() -> Result<void> {
                   Json list = Json::array();
                   Table table({"id", "label", "modalities", "parameters (default)"});
                   std::string notices;
                   for (const MethodDescriptor& method : engine::methods()) {
                       list.push_back(toJson(method));
                       std::vector<std::string> modalities;
                       for (const Modality modality : method.modalities)
                           modalities.emplace_back(toString(modality));
                       std::vector<std::string> parameters;
                       for (const ParameterDescriptor& parameter : method.parameters)
                           parameters.push_back(describeParameter(parameter));
                       if (!method.notice.empty())
                           notices += method.id + ": " + method.notice + "\n";
                       table.add({method.id, method.label, join(modalities, ", "), join(parameters, ", ")});
                   }
                   context.answer({{"methods", std::move(list)}}, table.text() + notices);
                   return {};
               });
}

} // namespace triptych::cli
