// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::training {

// A stretch of the training with one mixture of tasks. Everything is counted in samples (pictures), never in time.
struct Stage {
    std::string name;
    std::int64_t samples = 0;
    int batch = 32;
    double learningRate = 1e-3;
    double finalLearningRate = 1e-3; // reached by a half cosine
    int warmupSteps = 150;
    // Scenes of up to `firstObjects` objects at the start of the stage; from `growUntil` (share of the stage) on up to
    // `lastObjects`.
    int firstObjects = 5;
    int lastObjects = 5;
    double growUntil = 0;
    bool captions = false;
    double speechShare = 0; // of the steps
    // The convolutions of the vision tower are not trained: patches are known well enough, and this saves time.
    bool freezeStem = false;
};

struct Schedule {
    std::vector<Stage> stages;
};

// Stage A teaches the vision tower what patches show, B adds text and fusion, C adds speech.
[[nodiscard]] Schedule defaultSchedule();

// The learning rate at a point of a stage. stepInStage counts from 0.
[[nodiscard]] double learningRateAt(const Stage& stage, std::int64_t samplesDone, std::int64_t stepInStage);
// The largest number of objects at a point of a stage.
[[nodiscard]] int objectLimitAt(const Stage& stage, std::int64_t samplesDone);

} // namespace triptych::training
