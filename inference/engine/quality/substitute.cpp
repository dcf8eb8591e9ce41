// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/substitute.h"

#include <algorithm>

#include <ATen/CPUGeneratorImpl.h>

namespace triptych::engine {

namespace {

constexpr std::int64_t blurTaps = 11;
constexpr double blurSigma = 5.0;
constexpr double interpolationNoise = 0.01;
constexpr int sweepsPerScale = 60;
constexpr std::int64_t coarsestEdge = 8;

// Every channel by the same kernel [height, width], mirrored at the edges.
at::Tensor filtered(const at::Tensor& picture, const at::Tensor& kernel) {
    const std::int64_t border = kernel.size(0) / 2;
    const at::Tensor padded = at::reflection_pad2d(picture.unsqueeze(0), {border, border, border, border});
    const std::int64_t channels = picture.size(0);
    const at::Tensor weight = kernel.expand({channels, 1, kernel.size(0), kernel.size(1)});
    return at::conv2d(padded, weight, {}, {1, 1}, at::IntArrayRef({0, 0}), {1, 1}, channels).squeeze(0);
}

at::Tensor blurred(const at::Tensor& picture) {
    const at::Tensor places = at::arange(blurTaps, picture.options()) - static_cast<double>(blurTaps / 2);
    const at::Tensor line = at::exp(-places.square() / (2.0 * blurSigma * blurSigma));
    const at::Tensor kernel = at::outer(line, line);
    return filtered(picture, kernel / kernel.sum());
}

at::Tensor neighbourKernel(const at::TensorOptions& options) {
    at::Tensor kernel = at::full({3, 3}, 1.0 / 12.0, options);
    for (const auto& [row, column] : {std::pair(0, 1), std::pair(1, 0), std::pair(1, 2), std::pair(2, 1)})
        kernel[row][column] = 1.0 / 6.0;
    kernel[1][1] = 0.0;
    return kernel;
}

// known [1, row, column]: 1 where the picture stays. Large holes are solved on smaller pictures first.
at::Tensor interpolated(const at::Tensor& picture, const at::Tensor& known) {
    const std::int64_t height = picture.size(1);
    const std::int64_t width = picture.size(2);
    at::Tensor guess = at::zeros_like(picture);
    if (std::min(height, width) >= 2 * coarsestEdge) {
        const at::IntArrayRef half({(height + 1) / 2, (width + 1) / 2});
        const at::Tensor weight = at::_adaptive_avg_pool2d(known.unsqueeze(0), half).squeeze(0);
        const at::Tensor mean = at::_adaptive_avg_pool2d((picture * known).unsqueeze(0), half).squeeze(0);
        const at::Tensor coarse = interpolated(mean / weight.clamp_min(1e-6), weight.gt(0).to(picture.scalar_type()));
        guess = at::upsample_bilinear2d(coarse.unsqueeze(0), {height, width}, false).squeeze(0);
    }
    const at::Tensor kernel = neighbourKernel(picture.options());
    at::Tensor filled = at::where(known.gt(0), picture, guess);
    for (int sweep = 0; sweep < sweepsPerScale; ++sweep)
        filled = at::where(known.gt(0), picture, filtered(filled, kernel));
    return filled;
}

at::Tensor fromNeighbours(const at::Tensor& picture, const at::Tensor& removed, std::uint64_t seed) {
    const at::Tensor known = removed.logical_not().to(picture.scalar_type()).unsqueeze(0);
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    const at::Tensor noise = at::randn(picture.sizes(), generator, at::TensorOptions(at::kFloat));
    return interpolated(picture, known) + interpolationNoise * noise.to(picture.options());
}

} // namespace

at::Tensor substituted(const at::Tensor& picture, const at::Tensor& removed, Substrate substrate, std::uint64_t seed) {
    const at::Tensor fill = substrate == Substrate::Blur         ? blurred(picture)
                            : substrate == Substrate::Neighbours ? fromNeighbours(picture, removed, seed)
                                                                 : at::zeros_like(picture);
    return at::where(removed, fill, picture);
}

} // namespace triptych::engine
