// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "inference/base/error.h"
#include "inference/contract/descriptor.h"

namespace triptych::explain {

// The parameters of one run of a method: every one that its descriptor lists has a value of its type and range.
class Parameters {
public:
    // Fills in defaults. InvalidInput for a name that the method does not have and for a value outside its type or
    // range.
    [[nodiscard]] static Result<Parameters> parse(const MethodDescriptor& method,
                                                  const std::map<std::string, std::string>& given);

    [[nodiscard]] const std::string& text(const std::string& name) const { return m_values.at(name); }
    // Nothing where the value is one of the parameter's words ("mean").
    [[nodiscard]] std::optional<std::int64_t> integer(const std::string& name) const;
    [[nodiscard]] double real(const std::string& name) const;
    [[nodiscard]] bool flag(const std::string& name) const { return m_values.at(name) == "true"; }

    [[nodiscard]] const std::map<std::string, std::string>& values() const { return m_values; }

private:
    std::map<std::string, std::string> m_values;
};

} // namespace triptych::explain
