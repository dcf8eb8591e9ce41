// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/substrate.h"

#include <algorithm>

#include <ATen/CPUGeneratorImpl.h>

namespace triptych::explain {

namespace {

constexpr int blurRadius = 5;
constexpr double blurSigma = 5;
constexpr double imputedNoise = 0.01;
constexpr std::uint64_t noiseSeed = 0x524f4144;

// Passes until a hole of this width is filled from its edges.
constexpr int mostPasses = 400;
constexpr double settled = 1e-4;

at::Tensor blurAlong(const at::Tensor& images, int axis) {
    const at::Tensor places = at::arange(-blurRadius, blurRadius + 1, images.options());
    at::Tensor kernel = at::exp(-places.square() / (2 * blurSigma * blurSigma));
    kernel = kernel / kernel.sum();
    const std::int64_t channels = images.size(1);
    const bool isVertical = axis == 2;
    const at::Tensor weights =
        kernel.reshape(isVertical ? at::IntArrayRef({1, 1, -1, 1}) : at::IntArrayRef({1, 1, 1, -1}))
            .repeat({channels, 1, 1, 1});
    const std::int64_t mirrored = std::min<std::int64_t>(blurRadius, images.size(axis) - 1);
    const std::int64_t rest = blurRadius - mirrored;
    at::Tensor padded = at::reflection_pad2d(images, isVertical ? at::IntArrayRef({0, 0, mirrored, mirrored})
                                                                : at::IntArrayRef({mirrored, mirrored, 0, 0}));
    if (rest > 0)
        padded = at::replication_pad2d(padded, isVertical ? at::IntArrayRef({0, 0, rest, rest})
                                                          : at::IntArrayRef({rest, rest, 0, 0}));
    return at::conv2d(padded, weights, at::Tensor(), at::IntArrayRef({1, 1}), at::IntArrayRef({0, 0}),
                      at::IntArrayRef({1, 1}), channels);
}

} // namespace

at::Tensor blurred(const at::Tensor& images) {
    return blurAlong(blurAlong(images, 2), 3);
}

at::Tensor imputed(const at::Tensor& image, const at::Tensor& removed) {
    const std::int64_t channels = image.size(0);
    at::Tensor kernel = at::full({1, 1, 3, 3}, 1.0 / 12, image.options());
    for (const auto& [row, col] : {std::pair{0, 1}, {1, 0}, {1, 2}, {2, 1}})
        kernel[0][0][row][col].fill_(1.0 / 6);
    kernel[0][0][1][1].zero_();
    kernel = kernel.repeat({channels, 1, 1, 1});
    const auto spread = [&](const at::Tensor& values) {
        return at::conv2d(values.unsqueeze(0), kernel, at::Tensor(), at::IntArrayRef({1, 1}), at::IntArrayRef({1, 1}),
                          at::IntArrayRef({1, 1}), channels)
            .squeeze(0);
    };
    // Neighbours outside of the image do not count.
    const at::Tensor weight = spread(at::ones_like(image));
    const at::Tensor kept = removed.logical_not();
    const at::Tensor mean = kept.any().item<bool>() ? image.masked_select(kept).mean() : at::zeros({}, image.options());
    at::Tensor filled = at::where(removed, mean, image);
    for (int pass = 0; pass < mostPasses; ++pass) {
        const at::Tensor next = spread(filled) / weight;
        const at::Tensor updated = at::where(removed, next, image);
        const double change = (updated - filled).abs().max().item<double>();
        filled = updated;
        if (change < settled)
            break;
    }
    at::Generator generator = at::detail::createCPUGenerator(noiseSeed);
    const at::Tensor noise = at::randn(image.sizes(), generator, at::TensorOptions(at::kFloat)) * imputedNoise;
    return at::where(removed, filled + noise.to(image.device()), image);
}

} // namespace triptych::explain
