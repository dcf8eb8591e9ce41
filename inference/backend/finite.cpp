// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/finite.h"

#include <map>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace triptych::backend {

namespace {

// A 0-dim truth value on the tensor's device. Off the CPU one reduction tells: a sum in double cannot overflow from
// finite halves and floats, and NaN and infinity survive in it.
at::Tensor isFinite(const at::Tensor& tensor) {
    return tensor.is_cpu() ? at::isfinite(tensor).all() : at::isfinite(tensor.sum(at::kDouble));
}

// Tensors of one device and what is known of each, in name order.
struct Examined {
    std::vector<const std::string*> names;
    std::vector<at::Tensor> verdicts;

    // One transfer for all of them, so that a GPU is waited for once. nullptr: all are finite.
    [[nodiscard]] const std::string* firstBad() const {
        const at::Tensor all = at::stack(verdicts).to(at::kCPU);
        const bool* isGood = all.const_data_ptr<bool>();
        for (std::size_t i = 0; i < names.size(); ++i)
            if (!isGood[i])
                return names[i];
        return nullptr;
    }
};

} // namespace

std::optional<std::string> firstNonFinite(const TensorMap& tensors) {
    const at::NoGradGuard noGradients;
    std::map<std::string, Examined> byDevice;
    for (const auto& [name, tensor] : tensors)
        if (tensor.is_floating_point()) {
            Examined& examined = byDevice[tensor.device().str()];
            examined.names.push_back(&name);
            examined.verdicts.push_back(isFinite(tensor));
        }
    const std::string* first = nullptr;
    for (const auto& [device, examined] : byDevice)
        if (const std::string* bad = examined.firstBad(); bad != nullptr && (first == nullptr || *bad < *first))
            first = bad;
    return first == nullptr ? std::nullopt : std::optional(*first);
}

} // namespace triptych::backend
