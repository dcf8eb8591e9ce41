// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

#include "inference/base/error.h"
#include "inference/models/tri/network.h"
#include "inference/training/adamw.h"
#include "inference/training/heads.h"

namespace triptych::training {

// How far a training has come. The data of a step depends only on the seed and the step, so this is all that continues
// it.
struct TrainingCounters {
    std::uint64_t seed = 1;
    std::int64_t step = 0;
    std::int64_t samples = 0;
    int stage = 0;
    std::int64_t stageSamples = 0;
    std::int64_t stageSteps = 0;

    bool operator==(const TrainingCounters&) const = default;
};

// Everything that a checkpoint holds.
class TrainingState {
public:
    // Fresh weights from the seed.
    TrainingState(const models::tri::TriConfig& config, std::uint64_t seed, at::Device device);

    models::tri::TriConfig config;
    at::Device device;
    models::tri::Network network;
    TrainingHeads heads;
    AdamW optimizer;
    TrainingCounters counters;

    // One safetensors file, written under another name and renamed: a kill leaves the old checkpoint whole.
    [[nodiscard]] Result<void> save(const std::filesystem::path& file) const;
    // ModelMismatch when the file was trained with another configuration.
    [[nodiscard]] Result<void> load(const std::filesystem::path& file);
    // Takes the tensors of a checkpoint that fit in name and shape, as a start for a new training; counters stay.
    [[nodiscard]] Result<int> takeWeights(const std::filesystem::path& file);
};

} // namespace triptych::training
