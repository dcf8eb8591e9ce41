// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/finite.h"

#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace triptych::backend {

namespace {

// Tensors of one device and type, in name order.
struct Alike {
    std::vector<const std::string*> names;
    std::vector<at::Tensor> tensors;
};

// One truth value for each tensor. Off the CPU few kernels tell of all tensors: NaN and infinity survive in a largest
// magnitude and cannot arise in it.
at::Tensor areFinite(const std::vector<at::Tensor>& tensors) {
    if (!tensors.front().is_cpu())
        return at::isfinite(at::stack(at::_foreach_norm(tensors, std::numeric_limits<double>::infinity())));
    std::vector<at::Tensor> verdicts;
    verdicts.reserve(tensors.size());
    for (const at::Tensor& tensor : tensors)
        verdicts.push_back(at::isfinite(tensor).all());
    return at::stack(verdicts);
}

// One transfer for all of them, so that a GPU is waited for once. nullptr: all are finite.
const std::string* firstBad(const Alike& alike) {
    const at::Tensor all = areFinite(alike.tensors).to(at::kCPU);
    const bool* isGood = all.const_data_ptr<bool>();
    for (std::size_t i = 0; i < alike.names.size(); ++i)
        if (!isGood[i])
            return alike.names[i];
    return nullptr;
}

// Kernels over many tensors read each as one run of memory.
at::Tensor dense(const at::Tensor& tensor) {
    return tensor.is_non_overlapping_and_dense() ? tensor : tensor.contiguous();
}

} // namespace

std::optional<std::string> firstNonFinite(const TensorMap& tensors) {
    const at::NoGradGuard noGradients;
    std::map<std::pair<std::string, at::ScalarType>, Alike> groups;
    for (const auto& [name, tensor] : tensors)
        if (tensor.is_floating_point() && tensor.numel() > 0) {
            Alike& alike = groups[{tensor.device().str(), tensor.scalar_type()}];
            alike.names.push_back(&name);
            alike.tensors.push_back(dense(tensor));
        }
    const std::string* first = nullptr;
    for (const auto& [kind, alike] : groups)
        if (const std::string* bad = firstBad(alike); bad != nullptr && (first == nullptr || *bad < *first))
            first = bad;
    return first == nullptr ? std::nullopt : std::optional(*first);
}

} // namespace triptych::backend
