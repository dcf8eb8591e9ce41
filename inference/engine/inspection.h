// SPDX-License-Identifier: GPL-3.0-or-later
// What a model folder holds, without its weights in memory, and the values of one tensor.
#pragma once

#include <string>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/model_report.h"

namespace triptych::engine {

// Errors: those of models::inspectModel, and DeviceUnavailable.
[[nodiscard]] Result<ModelReport> inspect(const std::string& model, const std::string& device);

// What a model needs on a device, beside what is free there now.
[[nodiscard]] MemoryEstimate estimateMemory(const ModelDescriptor& model, const std::string& device,
                                            const DeviceList& devices, bool mayFallBack);

// Parameters by tower, by the names of the tensors; "" for those of none.
[[nodiscard]] std::map<std::string, std::int64_t> parametersByTower(const ModelDescriptor& model);

// Reads the tensor twice, in parts, and keeps nothing. Errors: InvalidInput (no such tensor), Unsupported (its type),
// Canceled, and those of the folder.
[[nodiscard]] Result<TensorHistogram> tensorHistogram(const HistogramRequest& request, const Monitor& monitor);

} // namespace triptych::engine
