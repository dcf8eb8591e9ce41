// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace triptych::explain {

// Gaussian of 11 taps and sigma 5 over the last two axes; edges are mirrored. images [n, channels, h, w].
[[nodiscard]] at::Tensor blurred(const at::Tensor& images);

// ROAD (Rong et al. 2022): pixels where `removed` [h, w] is true become the weighted mean of their neighbours, 1/6 for
// direct and 1/12 for diagonal ones, with Gaussian noise of 0.01 that is the same in every call. image [channels, h,
// w].
[[nodiscard]] at::Tensor imputed(const at::Tensor& image, const at::Tensor& removed);

} // namespace triptych::explain
