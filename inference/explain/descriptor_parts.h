// SPDX-License-Identifier: GPL-3.0-or-later
// Shorthand for what descriptors of several methods say.
#pragma once

#include "inference/contract/descriptor.h"

namespace triptych::explain {

[[nodiscard]] inline ParameterDescriptor integerParameter(const char* name, const char* label, const char* value,
                                                          double minimum, double maximum) {
    ParameterDescriptor parameter;
    parameter.name = name;
    parameter.label = label;
    parameter.type = ParameterDescriptor::Type::Integer;
    parameter.defaultValue = value;
    parameter.minimum = minimum;
    parameter.maximum = maximum;
    return parameter;
}

[[nodiscard]] inline ParameterDescriptor realParameter(const char* name, const char* label, const char* value,
                                                       double minimum, double maximum) {
    ParameterDescriptor parameter = integerParameter(name, label, value, minimum, maximum);
    parameter.type = ParameterDescriptor::Type::Real;
    return parameter;
}

[[nodiscard]] inline ParameterDescriptor choiceParameter(const char* name, const char* label,
                                                         std::vector<std::string> choices) {
    ParameterDescriptor parameter;
    parameter.name = name;
    parameter.label = label;
    parameter.type = ParameterDescriptor::Type::Choice;
    parameter.defaultValue = choices.front();
    parameter.choices = std::move(choices);
    return parameter;
}

// A number counted from 0, or one of the words, the first of which is the default.
[[nodiscard]] inline ParameterDescriptor indexParameter(const char* name, const char* label,
                                                        std::vector<std::string> words) {
    ParameterDescriptor parameter = integerParameter(name, label, words.front().c_str(), 0, 255);
    parameter.choices = std::move(words);
    return parameter;
}

[[nodiscard]] inline ParameterDescriptor substrateParameter() {
    return choiceParameter("substrate", "Hidden parts become", {"zero", "blur", "neighbours"});
}

} // namespace triptych::explain
