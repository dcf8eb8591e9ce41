// SPDX-License-Identifier: GPL-3.0-or-later
// Models whose weights are replaced while they are built: for parameter randomisation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <ATen/ATen.h>

namespace triptych::backend {

// While it lives, models that are built on this thread get the tensors that `isReset` names with their values shuffled:
// every tensor keeps its distribution, so that variances stay positive and scales plausible, and nothing of what was
// learned is left. The same seed gives the same values, whatever else is reset. The weight files are only read.
class WeightReset {
public:
    using Choice = std::function<bool(std::string_view tensor)>;

    WeightReset(Choice isReset, std::uint64_t seed);
    ~WeightReset();
    WeightReset(const WeightReset&) = delete;
    WeightReset& operator=(const WeightReset&) = delete;

private:
    friend at::Tensor resetIfChosen(std::string_view name, const at::Tensor& stored);

    Choice m_isReset;
    std::uint64_t m_seed;
    WeightReset* m_outer;
};

// What a builder gets for a stored tensor: the tensor itself, or a shuffled copy. Single values, which have no order,
// and integers stay.
[[nodiscard]] at::Tensor resetIfChosen(std::string_view name, const at::Tensor& stored);

} // namespace triptych::backend
