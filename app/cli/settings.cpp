// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settings.h"

#include "inference/explain/parameters.h"

namespace triptych::cli {

std::string checkSetting(const std::string& setting) {
    const auto equals = setting.find('=');
    return equals == 0 || equals == setting.npos ? setting + " is no key=value" : "";
}

std::map<std::string, std::string> readSettings(const MethodDescriptor& method,
                                                const std::vector<std::string>& settings) {
    std::map<std::string, std::string> given;
    for (const std::string& setting : settings) {
        const auto equals = setting.find('=');
        given[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    const auto parameters = explain::Parameters::parse(method, given);
    if (!parameters)
        throw CLI::ValidationError("--set", describe(parameters.error()));
    return parameters->values();
}

} // namespace triptych::cli
