// SPDX-License-Identifier: GPL-3.0-or-later
// Trains the built-in model from nothing on the procedural world. No LibTorch header is needed to call it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "inference/base/progress.h"
#include "inference/training/schedule.h"

namespace triptych::training {

// Automatic: bfloat16 products where the device computes them natively (CUDA, CPUs with AVX-512 BF16), else float32.
enum class Precision { Automatic, Float32, BFloat16 };

struct TrainOptions {
    // Receives checkpoint.safetensors, log.jsonl, report.json, curves and, at the end, model/.
    std::filesystem::path out;
    // Continue from the checkpoint in `out`.
    bool resume = false;
    // Start from the weights of another checkpoint; optional.
    std::filesystem::path init;
    std::uint64_t seed = 1;
    // 0: all cores.
    int threads = 0;
    // "auto", "cpu" or "cuda:N".
    std::string device = "auto";
    Precision precision = Precision::Automatic;
    // Without any loss on attention maps, for the weights that explanation methods are judged on.
    bool plain = false;
    // Stop after so many optimiser steps of this call; 0: to the end of the schedule.
    std::int64_t maxSteps = 0;
    // Where spoken clips are kept between trainings; empty: in `out`.
    std::filesystem::path speechCache;
    // Scenes whose captions are spoken as whole sentences before the training starts.
    int sentenceScenes = 2500;
    Schedule schedule = defaultSchedule();
};

struct TrainOutcome {
    std::int64_t steps = 0;
    std::int64_t samples = 0;
    double seconds = 0;
    bool finished = false; // the schedule is at its end
};

// Cancelling writes a checkpoint first. NotFinite when the loss stays broken.
[[nodiscard]] Result<TrainOutcome> train(const TrainOptions& options, const Monitor& monitor);

} // namespace triptych::training
