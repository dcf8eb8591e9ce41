// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/linear_map.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>

namespace triptych::backend {

namespace {

// Where oneDNN gains.
constexpr std::int64_t leastWeight = 512 * 512; // elements
constexpr std::int64_t mostRows = 8192;

using Scalars = c10::List<std::optional<at::Scalar>>;
using Pointwise = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, std::string_view,
                             Scalars, std::optional<std::string_view>);

// oneDNN's product with a plain weight; nothing in a LibTorch without it.
const std::optional<c10::TypedOperatorHandle<Pointwise>>& oneDnnLinear() {
    static const auto handle = []() -> std::optional<c10::TypedOperatorHandle<Pointwise>> {
        const auto found = c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
        if (!found || !found->hasKernelForDispatchKey(c10::DispatchKey::CPU))
            return std::nullopt;
        return found->typed<Pointwise>();
    }();
    return handle;
}

at::Tensor largeLinear(const at::Tensor& values, const at::Tensor& weight, const std::optional<at::Tensor>& bias) {
    return oneDnnLinear()->call(values.contiguous(), weight, bias, "none", Scalars(), std::nullopt);
}

// Which rows of [rows, n] hold anything but zeros.
at::Tensor rowsWithValues(const at::Tensor& flat) {
    std::vector<std::int64_t> rows;
    const std::int64_t width = flat.size(1);
    const auto* row = flat.const_data_ptr<float>();
    for (std::int64_t i = 0; i < flat.size(0); ++i, row += width)
        if (std::any_of(row, row + width, [](float value) { return value != 0.0F; }))
            rows.push_back(i);
    return at::tensor(rows, at::kLong);
}

// gradient times weight, [rows, out] -> [rows, in]. Rows of zeros stay zeros: what does not lead to the target - the
// other texts of a batch, all tokens but the pooled one in a last layer - is not multiplied.
at::Tensor backThrough(const at::Tensor& gradient, const at::Tensor& weight) {
    const at::Tensor flat = gradient.reshape({-1, gradient.size(-1)}).contiguous();
    const at::Tensor rows = rowsWithValues(flat);
    if (2 * rows.size(0) > flat.size(0))
        return at::matmul(gradient, weight);
    std::vector<std::int64_t> sizes = gradient.sizes().vec();
    sizes.back() = weight.size(1);
    at::Tensor result = at::zeros({flat.size(0), weight.size(1)}, gradient.options());
    if (rows.size(0) > 0)
        result.index_copy_(0, rows, at::mm(flat.index_select(0, rows), weight));
    return result.reshape(sizes);
}

// oneDNN's product has no gradient of its own. That of LibTorch's BLAS is taken, because oneDNN would turn the weight
// round at every call: half as fast for [768, 3072].
struct LargeLinear : torch::autograd::Function<LargeLinear> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& values,
                              const at::Tensor& weight, const std::optional<at::Tensor>& bias) {
        context->save_for_backward({weight});
        return largeLinear(values, weight, bias);
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const at::Tensor weight = context->get_saved_variables().front();
        return {backThrough(gradients.front(), weight), at::Tensor(), at::Tensor()};
    }
};

bool isPlain(const at::Tensor& tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided;
}

bool isForOneDnn(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias) {
    const bool isFixed = !weight.requires_grad() && !(bias.defined() && bias.requires_grad());
    return isFixed && isPlain(values) && isPlain(weight) && weight.is_contiguous() && weight.numel() >= leastWeight &&
           values.dim() >= 2 && values.numel() > 0 && values.numel() / values.size(-1) <= mostRows && oneDnnLinear();
}

} // namespace

at::Tensor linearMap(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias) {
    if (!isForOneDnn(values, weight, bias))
        return at::linear(values, weight, bias);
    const std::optional<at::Tensor> shift = bias.defined() ? std::optional(bias) : std::nullopt;
    if (at::GradMode::is_enabled() && values.requires_grad())
        return LargeLinear::apply(values, weight, shift);
    return largeLinear(values, weight, shift);
}

} // namespace triptych::backend
