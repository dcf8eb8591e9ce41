// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/network.h"

#include <cmath>

#include "inference/backend/torch_modules.h"

namespace triptych::models::tri {

namespace {

constexpr double firstTemperature = 0.07;

} // namespace

NetworkImpl::NetworkImpl(const TriConfig& config)
    : vision(register_module("vision", VisionTower(config)))
    , text(register_module("text", TextTower(config)))
    , audio(register_module("audio", AudioTower(config)))
    , fusion(register_module("fusion", FusionTower(config)))
    , logitScale(register_parameter("logit_scale", at::full({1}, std::log(1.0 / firstTemperature)))) {
}

at::Tensor NetworkImpl::scale() const {
    return logitScale.exp().clamp(1.0, 100.0);
}

} // namespace triptych::models::tri
