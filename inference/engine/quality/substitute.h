// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where parts of a preprocessed picture were removed.
#pragma once

#include <ATen/ATen.h>

#include "inference/contract/coalition_game.h"

namespace triptych::engine {

// picture [channel, row, column]; removed bool [row, column]. A new tensor; what is not removed stays as it is.
//   Zero        0
//   Blur        the picture under a Gaussian of 11 taps and sigma 5, mirrored at its edges
//   Neighbours  the mean of the eight neighbours, direct ones twice as heavy, of what stays and what is filled in
//               alike (ROAD: Rong et al. 2022), by sweeps from coarse to fine; noise of 0.01, the same for the same
//               seed
[[nodiscard]] at::Tensor substituted(const at::Tensor& picture, const at::Tensor& removed, Substrate substrate,
                                     std::uint64_t seed);

} // namespace triptych::engine
