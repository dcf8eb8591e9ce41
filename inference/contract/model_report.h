// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "inference/contract/descriptor.h"

namespace triptych {

// What a model needs, and what there is where it would run.
struct MemoryEstimate {
    std::string device; // "cpu", "cuda:0"
    std::int64_t weightBytes = 0;
    std::int64_t mapBytes = 0;  // all attention maps of one sample
    std::int64_t freeBytes = 0; // on the device, now; 0: not known
    // The GPU that would be used cannot hold the model, so that the CPU will run it.
    bool fallsBack = false;

    [[nodiscard]] std::int64_t neededBytes() const { return weightBytes + mapBytes; }
    [[nodiscard]] bool fits() const { return freeBytes <= 0 || neededBytes() <= freeBytes; }
    bool operator==(const MemoryEstimate&) const = default;
};

// What a model is, read from its configuration and the headers of its weights; no weight was read.
struct ModelReport {
    std::string model;  // as it was asked for: "builtin" or a folder
    std::string folder; // where its files are
    // The hash is empty, since it would need every weight. Missing tensors are listed, although loading refuses them.
    ModelDescriptor descriptor;
    // Parameters by tower; those that belong to none stand under "".
    std::map<std::string, std::int64_t> towerParameters;
    MemoryEstimate memory;

    bool operator==(const ModelReport&) const = default;
};

using LoadId = std::uint64_t;

struct LoadRequest {
    LoadId id = 0; // new among loads; apart from the ids of runs
    std::string model = "builtin";
    std::string device = "auto";

    bool operator==(const LoadRequest&) const = default;
};

// A model in memory.
struct LoadedModel {
    std::string model; // as it was asked for first
    std::string label;
    std::string family;
    std::string device;
    std::int64_t weightBytes = 0;
    std::string notice; // why it is not on the device that was asked for; empty otherwise

    bool operator==(const LoadedModel&) const = default;
};

struct HistogramRequest {
    std::string model;
    std::string tensor;
    int bins = 64; // 1 .. 4096

    bool operator==(const HistogramRequest&) const = default;
};

// The values of one tensor. Bins are of equal width from minimum to maximum; values that are not finite are only
// counted.
struct TensorHistogram {
    std::string tensor;
    std::vector<std::int64_t> counts; // [bin]; empty where no value is finite
    double minimum = 0;
    double maximum = 0;
    double mean = 0;
    double deviation = 0; // of the population
    std::int64_t valueCount = 0;
    std::int64_t zeroCount = 0;
    std::int64_t notFiniteCount = 0;

    bool operator==(const TensorHistogram&) const = default;
};

} // namespace triptych
