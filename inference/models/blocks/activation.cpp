// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/activation.h"

#include <array>
#include <utility>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"

namespace triptych::models {

namespace {

constexpr std::array<std::pair<std::string_view, Activation>, 11> names{{
    {"gelu", Activation::Gelu},
    {"gelu_python", Activation::Gelu},
    {"gelu_new", Activation::GeluTanh},
    {"gelu_fast", Activation::GeluTanh},
    {"gelu_pytorch_tanh", Activation::GeluTanh},
    {"quick_gelu", Activation::QuickGelu},
    {"relu", Activation::Relu},
    {"silu", Activation::Silu},
    {"swish", Activation::Silu},
    {"tanh", Activation::Tanh},
    {"gelu_accurate", Activation::GeluTanh},
}};

at::Tensor applied(const at::Tensor& values, Activation activation) {
    switch (activation) {
    case Activation::Gelu:
        return at::gelu(values);
    case Activation::GeluTanh:
        return at::gelu(values, "tanh");
    case Activation::QuickGelu:
        return values * at::sigmoid(values * 1.702);
    case Activation::Relu:
        return at::relu(values);
    case Activation::Silu:
        return at::silu(values);
    case Activation::Tanh:
        return at::tanh(values);
    }
    return values;
}

} // namespace

Activation readActivation(const ConfigView& config, const std::string& key, const std::string& fallback) {
    const std::string wanted = config.text(key, fallback);
    for (const auto& [name, activation] : names)
        if (name == wanted)
            return activation;
    config.require(false, "The activation \"" + wanted + "\" is not supported.");
    return Activation::Gelu;
}

at::Tensor activate(const at::Tensor& values, Activation activation) {
    return backend::asProportional(values, applied(values, activation));
}

} // namespace triptych::models
