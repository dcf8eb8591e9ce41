// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include <ATen/ATen.h>

namespace triptych::explain {

// One change of one tensor on its way through the network.
struct SiteEdit {
    std::string site; // trace name
    int row = 0;      // of the explained item in the batch
    // [n, ...] -> the same shape, where the rows are the explained item or versions of it.
    std::function<at::Tensor(const at::Tensor& rows)> change;
};

} // namespace triptych::explain
