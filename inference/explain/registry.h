// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/descriptor.h"

namespace triptych::explain {

class Method;

// In the order in which people are offered them.
[[nodiscard]] std::vector<MethodDescriptor> methodDescriptors();

// Lives as long as the program. InvalidInput lists the known ids.
[[nodiscard]] Result<const Method*> findMethod(const std::string& id);

} // namespace triptych::explain
