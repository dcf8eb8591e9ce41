// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "inference/training/steps.h"

namespace triptych::training {

LossTerms visionStep(TrainingState& state, const StepInput& input) {
    SceneBatchOptions options;
    options.count = input.stage.batch;
    options.edge = state.config.imageEdge;
    options.patchesPerEdge = state.config.patchesPerEdge();
    options.scene.maxObjects = input.objectLimit;
    const SceneBatch batch = drawSceneBatch(input.seed, options);

    backend::Trace trace;
    const auto image = state.network->vision->forward(batch.pictures.to(state.device), trace);
    LossTerms terms;
    addDenseLoss(terms, image.tokens, batch.labels, state.heads, 1.0);
    return terms;
}

} // namespace triptych::training
