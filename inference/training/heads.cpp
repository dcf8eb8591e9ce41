// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/heads.h"

#include "inference/backend/torch_modules.h"
#include "inference/world/scene.h"

namespace triptych::training {

namespace nn = torch::nn;

TrainingHeadsImpl::TrainingHeadsImpl(const models::tri::TriConfig& config)
    : dense(register_module("dense", nn::Linear(config.width, 2 + world::shapeCount + world::colourCount +
                                                                  world::sizeCount + world::fillCount)))
    , centre(register_module("centre", nn::Linear(config.width, 2)))
    , offset(register_module("offset", nn::Linear(config.width, 2)))
    , maskedWord(register_module("masked_word", nn::Linear(config.width, config.vocabulary)))
    , spokenWord(register_module("spoken_word", nn::Linear(config.width, config.vocabulary))) {
}

} // namespace triptych::training
