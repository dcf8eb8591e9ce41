// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/models/blocks/linear.h"
#include "inference/models/open_clip/open_clip_config.h"

namespace triptych::models::open_clip {

// A convolution without bias, and the batch norm behind it with the statistics of training.
class NormedConvolution {
public:
    [[nodiscard]] static NormedConvolution load(const WeightScope& convolution, const WeightScope& norm,
                                                std::int64_t in, std::int64_t out, int edge, int stride = 1);
    // [images, in, h, w] -> [images, out, h / stride, w / stride]
    [[nodiscard]] at::Tensor operator()(const at::Tensor& map) const;

private:
    at::Tensor m_weight; // [out, in, edge, edge]
    at::Tensor m_scale;
    at::Tensor m_shift;
    at::Tensor m_mean;
    at::Tensor m_variance;
    int m_stride = 1;
    int m_padding = 0;
};

// 1x1, 3x3 and 1x1 convolutions with a residual path; a stride is an average over stride x stride cells.
struct Bottleneck {
    NormedConvolution reduce;
    NormedConvolution look;
    NormedConvolution widen;
    std::optional<NormedConvolution> shortcut;
    int stride = 1;

    [[nodiscard]] at::Tensor operator()(const at::Tensor& map) const;
};

// CLIP's ResNet: a stem of three convolutions, four stages, and attention pooling in place of a mean.
class ResnetTower {
public:
    [[nodiscard]] static ResnetTower load(const WeightScope& scope, const ResnetConfig& config, int joint);

    // [images, 3, h, w] -> [images, joint]. Records vision.stages.<i>.map [images, channels, h, w] of the stem and of
    // every stage, and vision.pool.attention [images, heads, 1 + cells, 1 + cells]: token 0 is the mean of the cells
    // and the only one that is read.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor pool(const at::Tensor& map, backend::Trace& trace) const;

    ResnetConfig m_config;
    std::vector<NormedConvolution> m_stem;
    std::array<std::vector<Bottleneck>, 4> m_stages;
    at::Tensor m_positions; // [1 + cells, channels]
    Linear m_query;
    Linear m_key;
    Linear m_value;
    Linear m_out;
};

} // namespace triptych::models::open_clip
