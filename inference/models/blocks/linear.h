// SPDX-License-Identifier: GPL-3.0-or-later
// Linear maps, embeddings and norms over weights of a folder. Weights keep the type in which they were taken and are
// converted when they are used, so that half-precision files stay mapped on the CPU.
#pragma once

#include <ATen/ATen.h>

#include "inference/backend/weight_reader.h"

namespace triptych::models {

using backend::WeightScope;

// `weight` in the type and on the device of `values`; itself where nothing has to be converted, undefined where it is.
[[nodiscard]] at::Tensor like(const at::Tensor& values, const at::Tensor& weight);

// A single number, stored as [] or [1]: [].
[[nodiscard]] at::Tensor takeScalar(const WeightScope& scope, std::string_view name);

// y = x W^T + b. [..., in] -> [..., out]
struct Linear {
    at::Tensor weight; // [out, in]
    at::Tensor bias;   // [out] or undefined

    [[nodiscard]] static Linear load(const WeightScope& scope, std::int64_t in, std::int64_t out, bool hasBias = true);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& values) const;

    // Rows [begin, begin + count) as a map of their own; shares the memory.
    [[nodiscard]] Linear rows(std::int64_t begin, std::int64_t count) const;
};

// The normalisation of a transformer over its last axis; without a bias in the folder, RMS norm is meant by `isRms`.
struct Norm {
    at::Tensor weight;
    at::Tensor bias;
    double epsilon = 1e-5;
    bool isRms = false;   // x / rms(x) * w, computed in float32
    bool addsOne = false; // x / rms(x) * (1 + w), as Gemma stores it

    [[nodiscard]] static Norm layer(const WeightScope& scope, std::int64_t width, double epsilon);
    [[nodiscard]] static Norm rms(const WeightScope& scope, std::int64_t width, double epsilon, bool addsOne = false);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& values) const;
};

// Rows of [count, width] by id, as float32: half-precision tables stay as they are stored.
[[nodiscard]] at::Tensor embed(const at::Tensor& table, const at::Tensor& ids);

} // namespace triptych::models
