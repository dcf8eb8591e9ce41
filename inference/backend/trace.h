// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/contract/run_request.h"

namespace triptych::backend {

using TensorMap = std::map<std::string, at::Tensor>;

// Collects what one forward pass computes under trace names. Attention maps are kept only where the watch asks for
// them; other entries ("embedding.image", "scores.match", hidden states) are kept when the watch is not None.
class Trace {
public:
    explicit Trace(Watch watch = {}, bool needsGradients = false);

    [[nodiscard]] bool wants(std::string_view name) const;
    // Whether attention maps must stay in the autograd graph, so that a target can be differentiated by them.
    [[nodiscard]] bool needsGradients() const { return m_needsGradients; }

    void record(const std::string& name, const at::Tensor& value);
    [[nodiscard]] const TensorMap& tensors() const { return m_tensors; }
    [[nodiscard]] const at::Tensor* find(const std::string& name) const;

private:
    Watch m_watch;
    bool m_needsGradients;
    TensorMap m_tensors;
};

} // namespace triptych::backend
