// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::training {

namespace {

double shareOf(std::int64_t done, std::int64_t whole) {
    return whole > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(whole), 0.0, 1.0) : 1.0;
}

} // namespace

Schedule defaultSchedule() {
    Stage vision;
    vision.name = "vision";
    vision.samples = 100'000;
    vision.batch = 64;
    vision.learningRate = 2e-3;
    vision.finalLearningRate = 3e-4;

    // Small batches: the number of steps counts more than their size.
    Stage captions;
    captions.name = "captions";
    captions.samples = 60'000;
    captions.batch = 20;
    captions.firstObjects = 2;
    captions.growUntil = 0.35;
    captions.warmupSteps = 200;
    captions.captions = true;
    captions.freezeStem = true;

    Stage speech = captions;
    speech.name = "speech";
    speech.samples = 140'000;
    speech.batch = 16;
    speech.firstObjects = 5;
    speech.learningRate = 9e-4;
    speech.finalLearningRate = 0;
    speech.speechShare = 0.5;
    return {{vision, captions, speech}};
}

double learningRateAt(const Stage& stage, std::int64_t samplesDone, std::int64_t stepInStage) {
    const double warm = std::min(1.0, static_cast<double>(stepInStage + 1) / std::max(1, stage.warmupSteps));
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * shareOf(samplesDone, stage.samples)));
    return warm * (stage.finalLearningRate + (stage.learningRate - stage.finalLearningRate) * cosine);
}

int objectLimitAt(const Stage& stage, std::int64_t samplesDone) {
    const auto growth = static_cast<std::int64_t>(stage.growUntil * static_cast<double>(stage.samples));
    const double share = shareOf(samplesDone, growth);
    return stage.firstObjects + static_cast<int>(std::floor(share * (stage.lastObjects - stage.firstObjects)));
}

} // namespace triptych::training
