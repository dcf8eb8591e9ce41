// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/owlvit/detection_heads.h"

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/activation.h"

namespace triptych::models::owlvit {

namespace {

constexpr double normEpsilon = 1e-6;
constexpr double boxEpsilon = 1e-4;

at::Tensor unitLengthAbout(const at::Tensor& vectors) {
    return vectors / (backend::asConstant(vectors.norm(2, {-1}, true)) + normEpsilon);
}

at::Tensor boxLogit(const at::Tensor& fractions) {
    return at::log(fractions + boxEpsilon) - at::log1p(boxEpsilon - fractions);
}

} // namespace

PatchHead PatchHead::load(const WeightScope& scope, int width, int out) {
    PatchHead head;
    head.m_first = Linear::load(scope / "dense0", width, width);
    head.m_second = Linear::load(scope / "dense1", width, width);
    head.m_out = Linear::load(scope / "dense2", width, out);
    return head;
}

at::Tensor PatchHead::operator()(const at::Tensor& patches) const {
    const auto gelu = [](const at::Tensor& values) { return activate(values, Activation::Gelu); };
    return m_out(gelu(m_second(gelu(m_first(patches)))));
}

ClassHead ClassHead::load(const WeightScope& scope, int width, int textWidth) {
    ClassHead head;
    head.m_embed = Linear::load(scope / "dense0", width, textWidth);
    head.m_shift = Linear::load(scope / "logit_shift", width, 1);
    head.m_scale = Linear::load(scope / "logit_scale", width, 1);
    return head;
}

at::Tensor ClassHead::embed(const at::Tensor& patches) const {
    return unitLengthAbout(m_embed(patches));
}

at::Tensor ClassHead::score(const at::Tensor& patches, const at::Tensor& embedded, const at::Tensor& queries) const {
    const at::Tensor cosines = backend::sharedMatmul(embedded, unitLengthAbout(queries).transpose(1, 2));
    return (cosines + m_shift(patches)) * backend::asConstant(at::elu(m_scale(patches)) + 1);
}

at::Tensor boxBias(std::int64_t rows, std::int64_t cols, at::Device device) {
    const at::TensorOptions options = at::TensorOptions(device).dtype(at::kFloat);
    const at::Tensor x = (at::arange(1, cols + 1, options) / cols).unsqueeze(0).expand({rows, cols});
    const at::Tensor y = (at::arange(1, rows + 1, options) / rows).unsqueeze(1).expand({rows, cols});
    const at::Tensor width = at::full({rows, cols}, 1.0 / static_cast<double>(cols), options);
    const at::Tensor height = at::full({rows, cols}, 1.0 / static_cast<double>(rows), options);
    return boxLogit(at::stack({x, y, width, height}, -1).reshape({rows * cols, 4}));
}

} // namespace triptych::models::owlvit
