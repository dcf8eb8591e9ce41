// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/backend/torch_modules.h"
#include "inference/models/tri/config.h"

namespace triptych::training {

// Linear readouts that only training needs; they are kept in checkpoints and left out of the shipped weights.
class TrainingHeadsImpl : public torch::nn::Module {
public:
    explicit TrainingHeadsImpl(const models::tri::TriConfig& config);

    // Patch tokens -> classes: object or background (2), shape, colour, size, fill, one after the other.
    torch::nn::Linear dense;
    // Fusion tokens -> centre (x, y) of the object that the word names, fractions of the picture.
    torch::nn::Linear centre;
    // Tokens of relation words -> from the centre of the first phrase's objects to that of the second's (x, y).
    torch::nn::Linear offset;
    // Fusion tokens -> the masked token.
    torch::nn::Linear maskedWord;
    // Audio tokens -> the first token of the word that is being spoken; 0 = silence.
    torch::nn::Linear spokenWord;
};
TORCH_MODULE(TrainingHeads);

} // namespace triptych::training
