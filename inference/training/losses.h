// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <torch/types.h>

#include "inference/training/heads.h"
#include "inference/training/scene_batch.h"

namespace triptych::training {

// The sum that is differentiated, and named numbers for the log (losses and accuracies).
struct LossTerms {
    at::Tensor total;
    std::map<std::string, double> values;

    // Adds weight * term to the total and notes the unweighted value.
    void add(const std::string& name, const at::Tensor& term, double weight);
    void note(const std::string& name, double value) { values[name] = value; }
};

// Cross-entropy per patch of shape, colour, size, fill and background, mean of the five. tokens [batch, patch, width].
void addDenseLoss(LossTerms& terms, const at::Tensor& tokens, const PatchLabels& labels, TrainingHeads& heads,
                  double weight);

} // namespace triptych::training
