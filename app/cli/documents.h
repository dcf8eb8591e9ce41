// SPDX-License-Identifier: GPL-3.0-or-later
// What the program knows, as JSON. Keys are part of the command line's contract.
#pragma once

#include "app/cli/context.h"
#include "inference/base/array.h"
#include "inference/contract/descriptor.h"

namespace triptych::cli {

[[nodiscard]] Json toJson(const DeviceList& devices);
[[nodiscard]] Json toJson(const ParameterDescriptor& parameter);
[[nodiscard]] Json toJson(const MethodDescriptor& method);
[[nodiscard]] Json toJson(const MetricDescriptor& metric);
[[nodiscard]] Json toJson(const ModelDescriptor& model);
// Nested lists, one level for each axis; what is not finite becomes null.
[[nodiscard]] Json toJson(const FloatArray& array);

// The ids of modalities in the order of `modalities`.
[[nodiscard]] Json idsOf(const std::vector<Modality>& modalities);

} // namespace triptych::cli
