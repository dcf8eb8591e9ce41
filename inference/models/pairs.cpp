// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/pairs.h"

#include <algorithm>
#include <vector>

#include <ATen/ATen.h>

namespace triptych::models {

std::int64_t pairCount(std::int64_t images, std::int64_t texts) {
    if (images == texts || images == 1 || texts == 1)
        return images > 0 && texts > 0 ? std::max(images, texts) : 0;
    return 0;
}

at::Tensor forPairs(const at::Tensor& rows, std::int64_t pairs) {
    if (!rows.defined() || rows.size(0) == pairs)
        return rows;
    std::vector<std::int64_t> shape = rows.sizes().vec();
    shape.front() = pairs;
    return rows.expand(shape);
}

} // namespace triptych::models
