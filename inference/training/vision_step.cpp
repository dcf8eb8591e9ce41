// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/training/steps.h"

namespace triptych::training {

namespace {

SceneBatchOptions batchOptions(const TrainingState& state, const StepInput& input) {
    SceneBatchOptions options;
    options.count = input.stage.batch;
    options.edge = state.config.imageEdge;
    options.patchesPerEdge = state.config.patchesPerEdge();
    options.scene.maxObjects = input.objectLimit;
    return options;
}

} // namespace

SceneBatch drawScenes(const TrainingState& state, const StepInput& input) {
    return drawSceneBatch(input.seed, batchOptions(state, input));
}

SceneBatch renderScenes(const TrainingState& state, const StepInput& input, std::vector<world::Scene> scenes) {
    return renderSceneBatch(std::move(scenes), input.seed, batchOptions(state, input));
}

Result<LossTerms> visionStep(TrainingState& state, const StepInput& input) {
    const SceneBatch batch = drawScenes(state, input);
    backend::Trace trace;
    const auto image = state.network->vision->forward(batch.pictures.to(state.device), trace);
    LossTerms terms;
    addDenseLoss(terms, image.tokens, batch.labels, state.heads, 1.0);
    return terms;
}

} // namespace triptych::training
