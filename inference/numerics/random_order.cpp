// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/random_order.h"

#include <numeric>
#include <random>
#include <utility>

namespace triptych::numerics {

std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Standard distributions differ between libraries; the engine itself does not.
    std::mt19937_64 engine(seed);
    for (std::size_t left = count; left > 1; --left)
        std::swap(order[left - 1], order[engine() % left]);
    return order;
}

} // namespace triptych::numerics
