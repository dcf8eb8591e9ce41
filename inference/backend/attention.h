// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "inference/backend/trace.h"

namespace triptych::backend {

// The one attention operation of every family: softmax(q k^T * scale + mask) v.
//   query [batch, heads, q, d], key and value [batch, heads, k, d] -> [batch, heads, q, d]
//   mask: undefined, boolean (true = may look) or additive and finite, broadcastable to [batch, heads, q, k]
// When the trace wants `name`, the softmax is computed explicitly, recorded as [batch, heads, q, k] and kept in the
// autograd graph where gradients are needed; otherwise the fused kernel runs. A row that a boolean mask
// closes gives a zero output.
at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask,
                  double scale, const std::string& name, Trace& trace);

} // namespace triptych::backend
