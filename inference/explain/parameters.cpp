// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/parameters.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

namespace triptych::explain {

namespace {

template<typename Number>
std::optional<Number> parseNumber(const std::string& text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end)
        return std::nullopt;
    return value;
}

bool isWord(const ParameterDescriptor& parameter, const std::string& value) {
    return std::ranges::find(parameter.choices, value) != parameter.choices.end();
}

bool isInRange(const ParameterDescriptor& parameter, double value) {
    return value >= parameter.minimum && value <= parameter.maximum;
}

bool isValid(const ParameterDescriptor& parameter, const std::string& value) {
    switch (parameter.type) {
    case ParameterDescriptor::Type::Choice:
        return isWord(parameter, value);
    case ParameterDescriptor::Type::Boolean:
        return value == "true" || value == "false";
    case ParameterDescriptor::Type::Integer: {
        const auto number = parseNumber<std::int64_t>(value);
        return isWord(parameter, value) || (number && isInRange(parameter, static_cast<double>(*number)));
    }
    case ParameterDescriptor::Type::Real: {
        const auto number = parseNumber<double>(value);
        return number && isInRange(parameter, *number);
    }
    }
    return false;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string allowedValues(const ParameterDescriptor& parameter) {
    if (parameter.type == ParameterDescriptor::Type::Boolean)
        return "true or false";
    if (parameter.type == ParameterDescriptor::Type::Choice)
        return "one of " + joined(parameter.choices);
    std::ostringstream range;
    range << (parameter.type == ParameterDescriptor::Type::Integer ? "a whole number" : "a number") << " from "
          << parameter.minimum << " to " << parameter.maximum;
    return range.str() + (parameter.choices.empty() ? "" : " or one of " + joined(parameter.choices));
}

Failure unknownName(const MethodDescriptor& method, const std::string& name) {
    std::vector<std::string> names;
    for (const ParameterDescriptor& parameter : method.parameters)
        names.push_back(parameter.name);
    const std::string known = names.empty() ? "it has none" : "it has " + joined(names);
    return fail(ErrorCode::InvalidInput, "is not a parameter of the method " + method.id + "; " + known + ".", name);
}

} // namespace

Result<Parameters> Parameters::parse(const MethodDescriptor& method, const std::map<std::string, std::string>& given) {
    Parameters result;
    for (const ParameterDescriptor& parameter : method.parameters)
        result.m_values[parameter.name] = parameter.defaultValue;
    for (const auto& [name, value] : given) {
        const auto known = std::ranges::find(method.parameters, name, &ParameterDescriptor::name);
        if (known == method.parameters.end())
            return unknownName(method, name);
        if (!isValid(*known, value))
            return fail(ErrorCode::InvalidInput, "'" + value + "' is not allowed; use " + allowedValues(*known) + ".",
                        name);
        result.m_values[name] = value;
    }
    return result;
}

std::optional<std::int64_t> Parameters::integer(const std::string& name) const {
    return parseNumber<std::int64_t>(m_values.at(name));
}

double Parameters::real(const std::string& name) const {
    return parseNumber<double>(m_values.at(name)).value_or(0.0);
}

} // namespace triptych::explain
