// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "inference/contract/run_request.h"

namespace triptych::engine {

// Two requests have the same key when they ask for the same run on the same files: everything but the id, with the
// stamps of the sample's files and of the model (`modelStamp`). Nothing when a file is not there, so that the run
// itself reports it.
[[nodiscard]] std::optional<std::string> keyOf(const RunRequest& request, const std::string& modelStamp);

// What tells a part of a picture from other parts; empty for all of it.
[[nodiscard]] std::string partKey(const SampleItem& item);

} // namespace triptych::engine
