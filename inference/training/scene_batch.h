// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "inference/training/patch_truth.h"
#include "inference/world/scene.h"

namespace triptych::training {

// Class numbers per patch; -1 = leave out.
struct PatchLabels {
    at::Tensor object; // 0 background, 1 an object [batch, patch]
    at::Tensor shape;
    at::Tensor colour;
    at::Tensor size;
    at::Tensor fill;
};

// Rendered scenes with their truth.
struct SceneBatch {
    std::vector<world::Scene> scenes;
    std::vector<PatchTruth> truths;
    at::Tensor pictures; // [batch, 3, edge, edge], 0..1
    PatchLabels labels;
};

struct SceneBatchOptions {
    int count = 64;
    int edge = 64;
    int patchesPerEdge = 8;
    world::SceneOptions scene;
    // Small random changes of brightness and contrast.
    bool jitter = true;
};

// Deterministic by seed.
[[nodiscard]] SceneBatch drawSceneBatch(std::uint64_t seed, const SceneBatchOptions& options);
// Renders given scenes; the seed is that of the jitter.
[[nodiscard]] SceneBatch renderSceneBatch(std::vector<world::Scene> scenes, std::uint64_t seed,
                                          const SceneBatchOptions& options);

// [batch, 3, edge, edge], 0..1
[[nodiscard]] at::Tensor picturesTensor(const std::vector<world::RenderedScene>& pictures);

} // namespace triptych::training
