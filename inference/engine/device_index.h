// SPDX-License-Identifier: GPL-3.0-or-later
// Where vectors are searched: by matrix products on a GPU, else by the indices of the CPU.
#pragma once

#include <memory>
#include <string>

#include "inference/embedding/nearest.h"

namespace triptych::engine {

// What `wanted` means for so many rows on a device ("cpu", "cuda:0"): a GPU compares all of them as fast as it reads
// them.
[[nodiscard]] IndexKind chooseIndex(IndexKind wanted, const embedding::VectorTable& table, const std::string& device,
                                    std::int64_t mostExact = embedding::mostExactValues);

// `kind` is not Auto. An exact index lies on the device where it has room for the table. Errors of VectorIndex::build.
[[nodiscard]] Result<std::unique_ptr<embedding::VectorIndex>>
buildIndex(IndexKind kind, const embedding::VectorTable& table, const std::string& device, const Monitor& monitor);

} // namespace triptych::engine
