// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/contract/run_request.h"

namespace triptych::backend {

using TensorMap = std::map<std::string, at::Tensor>;

class Trace;

// Changes a tensor on its way through the network; the result has the same shape. Sees what was recorded before.
using Edit = std::function<at::Tensor(const at::Tensor& value, const Trace& trace)>;

// Collects what one forward pass computes under trace names. Attention maps are kept only where the watch asks for
// them; other entries ("embedding.image", "scores.match", hidden states) are kept when the watch is not None.
class Trace {
public:
    explicit Trace(Watch watch = {}, bool needsGradients = false);

    [[nodiscard]] bool wants(std::string_view name) const;
    // Whether attention maps must stay in the autograd graph, so that a target can be differentiated by them.
    [[nodiscard]] bool needsGradients() const { return m_needsGradients; }

    void record(const std::string& name, const at::Tensor& value);

    // Tensors inside of a block, which only those get who name them (globs): of an attention `<map>` `.query`, `.key`,
    // `.value` [batch, tokens, width] as they leave their linear maps, heads side by side; `.context`, what enters the
    // output map; `.query_out` and `.key_out`, query and key passed through the output map; `.value_self`, the output
    // were values to look at values, without a mask; of a layer `<tower>.layers.<i>.mlp`, what its perceptron adds.
    void watchInner(std::vector<std::string> globs) { m_inner.globs = std::move(globs); }
    [[nodiscard]] bool wantsInner(std::string_view name) const;
    void recordInner(const std::string& name, const at::Tensor& value);

    // Applies to every tensor that is passed under a name that matches the glob: attention maps [batch, heads, query,
    // key] after the softmax, `<map>.context`, `<tower>.layers.<i>.mlp`, `<tower>.layers.<i>.hidden`.
    void edit(std::string glob, Edit edit);
    [[nodiscard]] bool edits(std::string_view name) const;
    [[nodiscard]] at::Tensor edited(const std::string& name, const at::Tensor& value) const;
    // Edited and recorded.
    [[nodiscard]] at::Tensor pass(const std::string& name, const at::Tensor& value);
    [[nodiscard]] at::Tensor passInner(const std::string& name, const at::Tensor& value);

    [[nodiscard]] const TensorMap& tensors() const { return m_tensors; }
    [[nodiscard]] const at::Tensor* find(const std::string& name) const;

private:
    Watch m_watch;
    bool m_needsGradients;
    Watch m_inner{Watch::Kind::Globs, {}};
    std::vector<std::pair<Watch, Edit>> m_edits;
    TensorMap m_tensors;
};

} // namespace triptych::backend
