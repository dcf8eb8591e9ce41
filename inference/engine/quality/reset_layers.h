// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "inference/contract/descriptor.h"

namespace triptych::engine {

// What one step of parameter randomisation resets.
struct ResetLayer {
    std::string name;
    std::set<std::string, std::less<>> tensors;
};

// All tensors of a model as layers from the output down, told by their names: heads and projections first, then decoder
// and fusion layers, then the layers of the towers side by side, last what reads the input - embeddings, and the free
// parameters with them. Neighbours are joined until at most `most` are left.
[[nodiscard]] std::vector<ResetLayer> resetLayers(const std::vector<TensorDescriptor>& tensors, std::size_t most = 10);

} // namespace triptych::engine
