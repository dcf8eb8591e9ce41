// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "inference/base/error.h"
#include "inference/contract/descriptor.h"

namespace triptych::backend {

// The CPU and the GPUs that can be used now; the notice says why a GPU that seems to be there is not.
[[nodiscard]] DeviceList listDevices();

// "auto" becomes the first GPU, else "cpu"; others are checked. DeviceUnavailable names the devices there are.
[[nodiscard]] Result<std::string> resolveDevice(const std::string& device);

// Free memory of GPU `index`; 0 where LibTorch does not tell.
[[nodiscard]] std::int64_t freeGpuBytes(int index);

// Threads of one operation on the CPU; 0 leaves LibTorch's choice.
void setThreads(int threads);

} // namespace triptych::backend
