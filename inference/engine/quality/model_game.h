// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "inference/contract/coalition_game.h"
#include "inference/engine/run_pass.h"

namespace triptych::engine {

// The target of a finished pass as a game of its sample's units; model and pass must outlive it. What a decoder
// produced stays fixed. Tokens become id 0, as MM-SHAP has it: padding, or the first word of the vocabulary. They can
// be removed where every shown token is one that the model reads; special tokens cannot.
[[nodiscard]] std::unique_ptr<CoalitionGame> makeModelGame(const models::Model& model, const Pass& pass);

} // namespace triptych::engine
