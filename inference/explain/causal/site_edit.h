// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <ATen/ATen.h>

namespace triptych::explain {

// One change of one tensor on its way through the network.
struct SiteEdit {
    std::string site; // trace name
    int row = 0;      // of the explained item in the batch
    // Where the batch holds versions of the explained item: the only one that is changed; all of them unless said.
    std::optional<int> version = std::nullopt;
    // [n, ...] -> the same shape, where the rows are the explained item or versions of it.
    std::function<at::Tensor(const at::Tensor& rows)> change = nullptr;
};

} // namespace triptych::explain
