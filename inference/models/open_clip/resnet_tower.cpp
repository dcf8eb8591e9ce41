// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/resnet_tower.h"

#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"
#include "inference/models/blocks/patch_embedding.h"

namespace triptych::models::open_clip {

namespace {

constexpr double batchNormEpsilon = 1e-5;
constexpr int expansion = 4;
constexpr int gridStride = 32;

Bottleneck loadBottleneck(const WeightScope& scope, std::int64_t in, std::int64_t planes, int stride) {
    Bottleneck block;
    const std::int64_t out = planes * expansion;
    block.stride = stride;
    block.reduce = NormedConvolution::load(scope / "conv1", scope / "bn1", in, planes, 1);
    block.look = NormedConvolution::load(scope / "conv2", scope / "bn2", planes, planes, 3);
    block.widen = NormedConvolution::load(scope / "conv3", scope / "bn3", planes, out, 1);
    if (stride > 1 || in != out)
        block.shortcut = NormedConvolution::load(scope / "downsample.0", scope / "downsample.1", in, out, 1);
    return block;
}

at::Tensor shrink(const at::Tensor& map, int stride) {
    return stride > 1 ? at::avg_pool2d(map, {stride, stride}) : map;
}

} // namespace

NormedConvolution NormedConvolution::load(const WeightScope& convolution, const WeightScope& norm, std::int64_t in,
                                          std::int64_t out, int edge, int stride) {
    NormedConvolution layer;
    layer.m_weight = convolution.take("weight", {out, in, edge, edge});
    layer.m_scale = norm.take("weight", {out});
    layer.m_shift = norm.take("bias", {out});
    layer.m_mean = norm.take("running_mean", {out});
    layer.m_variance = norm.take("running_var", {out});
    norm.ignore("num_batches_tracked");
    layer.m_stride = stride;
    layer.m_padding = edge / 2;
    return layer;
}

at::Tensor NormedConvolution::operator()(const at::Tensor& map) const {
    const at::Tensor convolved = at::conv2d(map, like(map, m_weight), {}, {m_stride, m_stride}, {m_padding, m_padding});
    return at::batch_norm(convolved, like(map, m_scale), like(map, m_shift), like(map, m_mean), like(map, m_variance),
                          false, 0.0, batchNormEpsilon, false);
}

at::Tensor Bottleneck::operator()(const at::Tensor& map) const {
    const at::Tensor narrow = at::relu(look(at::relu(reduce(map))));
    const at::Tensor residual = shortcut ? (*shortcut)(shrink(map, stride)) : map;
    return at::relu(widen(shrink(narrow, stride)) + residual);
}

ResnetTower ResnetTower::load(const WeightScope& scope, const ResnetConfig& config, int joint) {
    ResnetTower tower;
    tower.m_config = config;
    const int half = config.width / 2;
    tower.m_stem = {NormedConvolution::load(scope / "conv1", scope / "bn1", 3, half, 3, 2),
                    NormedConvolution::load(scope / "conv2", scope / "bn2", half, half, 3),
                    NormedConvolution::load(scope / "conv3", scope / "bn3", half, config.width, 3)};
    std::int64_t in = config.width;
    for (std::size_t stage = 0; stage < tower.m_stages.size() && stage < config.blocks.size(); ++stage) {
        const WeightScope blocks = scope / ("layer" + std::to_string(stage + 1));
        const std::int64_t planes = std::int64_t{config.width} << stage;
        for (int i = 0; i < config.blocks[stage]; ++i) {
            tower.m_stages[stage].push_back(loadBottleneck(blocks / i, in, planes, i == 0 && stage > 0 ? 2 : 1));
            in = planes * expansion;
        }
    }
    const WeightScope pool = scope / "attnpool";
    const int width = config.channels();
    const std::int64_t edge = config.imageSize / gridStride;
    tower.m_positions = pool.take("positional_embedding", {edge * edge + 1, width});
    tower.m_query = Linear::load(pool / "q_proj", width, width);
    tower.m_key = Linear::load(pool / "k_proj", width, width);
    tower.m_value = Linear::load(pool / "v_proj", width, width);
    tower.m_out = Linear::load(pool / "c_proj", width, joint);
    return tower;
}

at::Tensor ResnetTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    at::Tensor map = pixels;
    for (const NormedConvolution& layer : m_stem)
        map = at::relu(layer(map));
    map = shrink(map, 2);
    trace.record("vision.stages.0.map", map);
    for (std::size_t stage = 0; stage < m_stages.size(); ++stage) {
        for (const Bottleneck& block : m_stages[stage])
            map = block(map);
        trace.record("vision.stages." + std::to_string(stage + 1) + ".map", map);
    }
    return pool(map, trace);
}

at::Tensor ResnetTower::pool(const at::Tensor& map, backend::Trace& trace) const {
    const at::Tensor cells = map.flatten(2).transpose(1, 2);
    const at::Tensor positions = like(map, m_positions).unsqueeze(0);
    const int edge = m_config.imageSize / gridStride;
    const at::Tensor grid =
        resizePositions(positions.narrow(1, 1, positions.size(1) - 1), edge, edge, static_cast<int>(map.size(2)),
                        static_cast<int>(map.size(3)), Interpolation::Bicubic);
    const at::Tensor tokens = at::cat({cells.mean(1, true), cells}, 1) + at::cat({positions.narrow(1, 0, 1), grid}, 1);
    const at::Tensor query = splitHeads(m_query(tokens), m_config.heads);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const at::Tensor looked =
        backend::attend(query, splitHeads(m_key(tokens), m_config.heads), splitHeads(m_value(tokens), m_config.heads),
                        {}, scale, "vision.pool.attention", trace);
    return m_out(mergeHeads(looked).select(1, 0));
}

} // namespace triptych::models::open_clip
