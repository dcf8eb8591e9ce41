// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "inference/base/error.h"

namespace triptych::engine {

// Of a run that ended with NotFinite: reads the model's weights, and says which tensor holds NaN or infinite values
// where one does. Every other error stays as it is.
[[nodiscard]] Error nameDamagedWeight(Error error, const std::string& model);

} // namespace triptych::engine
