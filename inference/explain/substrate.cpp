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

// A hole is filled on coarser pictures first, so that few passes are left for each size.
constexpr int mostPasses = 60;
constexpr double settled = 1e-4;
constexpr std::int64_t coarsestEdge = 4;

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

// [3, 3] weights of the neighbours, for each channel.
at::Tensor neighbourWeights(const at::Tensor& image) {
    at::Tensor kernel = at::full({1, 1, 3, 3}, 1.0 / 12, image.options());
    for (const auto& [row, col] : {std::pair{0, 1}, {1, 0}, {1, 2}, {2, 1}})
        kernel[0][0][row][col].fill_(1.0 / 6);
    kernel[0][0][1][1].zero_();
    return kernel.repeat({image.size(0), 1, 1, 1});
}

// Every removed pixel becomes the weighted mean of its neighbours, over and over.
at::Tensor relaxed(at::Tensor filled, const at::Tensor& removed) {
    const at::Tensor kernel = neighbourWeights(filled);
    const auto spread = [&](const at::Tensor& values) {
        return at::conv2d(values.unsqueeze(0), kernel, at::Tensor(), at::IntArrayRef({1, 1}), at::IntArrayRef({1, 1}),
                          at::IntArrayRef({1, 1}), values.size(0))
            .squeeze(0);
    };
    const at::Tensor weight = spread(at::ones_like(filled)); // neighbours outside of the image do not count
    for (int pass = 0; pass < mostPasses; ++pass) {
        const at::Tensor updated = at::where(removed, spread(filled) / weight, filled);
        const double change = (updated - filled).abs().max().item<double>();
        filled = updated;
        if (change < settled)
            break;
    }
    return filled;
}

at::Tensor halved(const at::Tensor& planes) {
    return at::avg_pool2d(planes.unsqueeze(0), {2, 2}, {2, 2}, {0, 0}, true, false).squeeze(0);
}

// The solution of a picture of half the size is where the relaxation begins.
at::Tensor fillHoles(const at::Tensor& image, const at::Tensor& removed) {
    const at::Tensor kept = removed.logical_not().to(image.scalar_type()).unsqueeze(0);
    if (std::min(image.size(1), image.size(2)) < 2 * coarsestEdge || !removed.any().item<bool>()) {
        const at::Tensor mean = (image * kept).sum() / (kept.sum() * image.size(0)).clamp_min(1);
        return relaxed(at::where(removed, mean, image), removed);
    }
    const at::Tensor share = halved(kept);
    const at::Tensor coarse = fillHoles(halved(image * kept) / share.clamp_min(1e-6), share.squeeze(0).eq(0));
    const at::Tensor guess =
        at::upsample_bilinear2d(coarse.unsqueeze(0), {image.size(1), image.size(2)}, false).squeeze(0);
    return relaxed(at::where(removed, guess, image), removed);
}

} // namespace

at::Tensor blurred(const at::Tensor& images) {
    return blurAlong(blurAlong(images, 2), 3);
}

at::Tensor imputed(const at::Tensor& image, const at::Tensor& removed) {
    const at::Tensor filled = fillHoles(image, removed);
    at::Generator generator = at::detail::createCPUGenerator(noiseSeed);
    const at::Tensor noise = at::randn(image.sizes(), generator, at::TensorOptions(at::kFloat)) * imputedNoise;
    return at::where(removed, filled + noise.to(image.device()), image);
}

} // namespace triptych::explain
