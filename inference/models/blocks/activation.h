// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <ATen/ATen.h>

#include "inference/models/config_view.h"

namespace triptych::models {

enum class Activation { Gelu, GeluTanh, QuickGelu, Relu, Silu, Tanh };

// The name that published configurations use ("hidden_act"): gelu, gelu_new, gelu_pytorch_tanh, quick_gelu, relu, silu,
// swish, tanh. Another one is noted as an error of the configuration.
[[nodiscard]] Activation readActivation(const ConfigView& config, const std::string& key, const std::string& fallback);

[[nodiscard]] at::Tensor activate(const at::Tensor& values, Activation activation);

} // namespace triptych::models
