// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/patch_embedding.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

// The stored tensor may have leading ones; its elements are `count` x `width`.
at::Tensor takeRows(const WeightScope& scope, std::string_view name, std::int64_t count, std::int64_t width) {
    std::vector<std::int64_t> shape = scope.shapeOf(name);
    std::vector<std::int64_t> expected =
        count == 1 && shape.size() == 1 ? std::vector{width} : std::vector{count, width};
    while (expected.size() < shape.size())
        expected.insert(expected.begin(), 1);
    return scope.take(name, expected).reshape({1, count, width});
}

} // namespace

PatchEmbedding PatchEmbedding::load(const WeightScope& scope, const PatchEmbeddingNames& names,
                                    const PatchEmbeddingSizes& sizes) {
    PatchEmbedding embedding;
    embedding.m_sizes = sizes;
    const WeightScope projection = scope / names.projection;
    embedding.m_projection.weight =
        projection.take("weight", {sizes.width, sizes.channels, sizes.patch.height, sizes.patch.width});
    if (sizes.hasBias)
        embedding.m_projection.bias = projection.take("bias", {sizes.width});
    if (!names.classToken.empty())
        embedding.m_classToken = takeRows(scope, names.classToken, 1, sizes.width);
    const std::int64_t patches =
        std::int64_t{sizes.image.height / sizes.patch.height} * (sizes.image.width / sizes.patch.width);
    if (!names.positions.empty())
        embedding.m_positions =
            takeRows(scope, names.positions, patches + embedding.classTokens() + sizes.extraPositions, sizes.width);
    return embedding;
}

at::Tensor PatchEmbedding::project(const at::Tensor& pixels) const {
    return at::conv2d(pixels, like(pixels, m_projection.weight), like(pixels, m_projection.bias),
                      {m_sizes.patch.height, m_sizes.patch.width});
}

at::Tensor PatchEmbedding::operator()(const at::Tensor& pixels) const {
    const at::Tensor grid = project(pixels);
    at::Tensor tokens = grid.flatten(2).transpose(1, 2);
    if (m_classToken.defined())
        tokens = at::cat({like(tokens, m_classToken).expand({tokens.size(0), -1, -1}), tokens}, 1);
    if (!m_positions.defined())
        return tokens;
    const at::Tensor positions = like(tokens, m_positions);
    const std::int64_t before = classTokens() + m_sizes.extraPositions;
    const at::Tensor patches =
        resizePositions(positions.narrow(1, before, positions.size(1) - before),
                        m_sizes.image.height / m_sizes.patch.height, m_sizes.image.width / m_sizes.patch.width,
                        static_cast<int>(grid.size(2)), static_cast<int>(grid.size(3)), Interpolation::Bicubic);
    if (before == 0)
        return tokens + patches;
    return tokens + at::cat({positions.narrow(1, 0, classTokens()), patches}, 1);
}

at::Tensor resizePositions(const at::Tensor& positions, int rows, int cols, int newRows, int newCols,
                           Interpolation interpolation) {
    if (rows == newRows && cols == newCols)
        return positions;
    const at::Tensor grid = positions.reshape({1, rows, cols, -1}).permute({0, 3, 1, 2});
    const std::vector<std::int64_t> size{newRows, newCols};
    const at::Tensor resized =
        interpolation == Interpolation::Bicubic
            ? at::upsample_bicubic2d(grid, size, false)
            : at::upsample_bilinear2d(grid, size, interpolation == Interpolation::BilinearAlignedCorners);
    return resized.permute({0, 2, 3, 1}).reshape({1, std::int64_t{newRows} * newCols, -1});
}

} // namespace triptych::models
