// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of attention weights [batch, heads, query, key] after the softmax. Numbers are int64 [n]; undefined: all.
#pragma once

#include <ATen/ATen.h>

namespace triptych::explain {

struct MapCells {
    at::Tensor heads;
    at::Tensor queries;
    at::Tensor keys;
};

// These weights become 0 and the rest of their row is scaled up to its old sum, which is what masking the keys before
// the softmax gives. A row without a rest becomes 0.
[[nodiscard]] at::Tensor knockedOut(const at::Tensor& weights, const MapCells& cells);

[[nodiscard]] at::Tensor scaledHeads(const at::Tensor& weights, const at::Tensor& heads, double factor);

// Every key with a weight above 0 gets the same one; the sum of a row stays.
[[nodiscard]] at::Tensor evenedHeads(const at::Tensor& weights, const at::Tensor& heads);

} // namespace triptych::explain
