// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/clap/clap_swin.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models::clap {

namespace {

constexpr double mergeEpsilon = 1e-5; // the published class has no setting for it
constexpr double otherRegion = -100;  // added to scores between tokens that the shift brought together

// [batch, rows, cols, width] -> [batch * windows, window^2, width].
at::Tensor intoWindows(const at::Tensor& grid, std::int64_t window) {
    return grid.unflatten(1, {-1, window}).unflatten(3, {-1, window}).transpose(2, 3).flatten(0, 2).flatten(1, 2);
}

at::Tensor fromWindows(const at::Tensor& windows, std::int64_t window, std::int64_t rows, std::int64_t cols) {
    return windows.unflatten(1, {window, window})
        .unflatten(0, {-1, rows / window, cols / window})
        .transpose(2, 3)
        .flatten(3, 4)
        .flatten(1, 2);
}

// Which of the three stretches of a shifted axis each position belongs to: [extent].
at::Tensor stretches(std::int64_t extent, std::int64_t window, std::int64_t shift, at::Device device) {
    const at::Tensor position = at::arange(extent, at::TensorOptions(device).dtype(at::kLong));
    return position.ge(extent - window).to(at::kLong) + position.ge(extent - shift).to(at::kLong);
}

// Row of the table of relative positions for each pair of tokens of a window: [window^2, window^2].
at::Tensor relativeIndex(std::int64_t window, at::Device device) {
    const at::Tensor position = at::arange(window * window, at::TensorOptions(device).dtype(at::kLong));
    const at::Tensor row = position.div(window, "floor");
    const at::Tensor col = position.remainder(window);
    const at::Tensor down = row.unsqueeze(1) - row.unsqueeze(0) + (window - 1);
    const at::Tensor right = col.unsqueeze(1) - col.unsqueeze(0) + (window - 1);
    return down * (2 * window - 1) + right;
}

} // namespace

SwinLayer SwinLayer::load(const WeightScope& scope, const SwinOptions& options, const Place& place) {
    SwinLayer layer;
    layer.m_place = place;
    layer.m_window = options.window;
    // A grid that is one window has nothing to be shifted to.
    layer.m_shift = place.isShifted && std::min(place.rows, place.cols) > options.window ? options.window / 2 : 0;
    AttentionSizes sizes;
    sizes.width = place.width;
    sizes.heads = place.heads;
    sizes.queryBias = sizes.keyBias = sizes.valueBias = options.attentionBias;
    const int mlpWidth = static_cast<int>(options.mlpRatio * place.width);
    const WeightScope own = scope / "attention" / "self";
    layer.m_attentionNorm = Norm::layer(scope / "layernorm_before", place.width, options.epsilon);
    layer.m_attention = Attention::load(scope / "attention", bertAttentionNames, sizes);
    const std::int64_t offsets = 2LL * options.window - 1;
    layer.m_relativeBias = own.take("relative_position_bias_table", {offsets * offsets, place.heads});
    own.ignore("relative_position_index");
    layer.m_mlpNorm = Norm::layer(scope / "layernorm_after", place.width, options.epsilon);
    layer.m_up = Linear::load(scope / "intermediate" / "dense", place.width, mlpWidth);
    layer.m_down = Linear::load(scope / "output" / "dense", mlpWidth, place.width);
    layer.m_activation = options.activation;
    return layer;
}

at::Tensor SwinLayer::windowMask(const at::Tensor& values, std::int64_t rows, std::int64_t cols,
                                 std::int64_t batch) const {
    const at::Tensor table = like(values, m_relativeBias);
    const std::int64_t count = std::int64_t{m_window} * m_window;
    const at::Tensor bias =
        table.index_select(0, relativeIndex(m_window, values.device()).flatten()).view({count, count, -1});
    const at::Tensor perHead = bias.permute({2, 0, 1}).unsqueeze(0);
    if (m_shift == 0)
        return perHead;
    const at::Tensor regions = stretches(rows, m_window, m_shift, values.device()).unsqueeze(1) * 3 +
                               stretches(cols, m_window, m_shift, values.device()).unsqueeze(0);
    const at::Tensor windows = intoWindows(regions.unsqueeze(0).unsqueeze(-1), m_window).squeeze(-1);
    const at::Tensor apart = windows.unsqueeze(1).ne(windows.unsqueeze(2));
    const at::Tensor mask = at::zeros(apart.sizes(), values.options()).masked_fill(apart, otherRegion);
    return (mask.unsqueeze(1) + perHead).repeat({batch, 1, 1, 1});
}

at::Tensor SwinLayer::attendInWindows(const at::Tensor& tokens, const std::string& name, backend::Trace& trace) const {
    const std::int64_t rows = m_place.rows;
    const std::int64_t cols = m_place.cols;
    const std::int64_t below = (m_window - rows % m_window) % m_window;
    const std::int64_t right = (m_window - cols % m_window) % m_window;
    at::Tensor grid = at::constant_pad_nd(tokens.unflatten(1, {rows, cols}), {0, 0, 0, right, 0, below});
    if (m_shift > 0)
        grid = grid.roll({-m_shift, -m_shift}, {1, 2});
    const at::Tensor mask = windowMask(tokens, rows + below, cols + right, tokens.size(0));
    const at::Tensor attended = m_attention.self(intoWindows(grid, m_window), mask, name, trace);
    at::Tensor back = fromWindows(attended, m_window, rows + below, cols + right);
    if (m_shift > 0)
        back = back.roll({m_shift, m_shift}, {1, 2});
    return back.narrow(1, 0, rows).narrow(2, 0, cols).flatten(1, 2);
}

at::Tensor SwinLayer::operator()(const at::Tensor& tokens, const std::string& name, backend::Trace& trace) const {
    const at::Tensor seen = tokens + attendInWindows(m_attentionNorm(tokens), name + ".attention", trace);
    const at::Tensor result = seen + m_down(activate(m_up(m_mlpNorm(seen)), m_activation));
    return trace.pass(name + ".hidden", result);
}

SwinStages SwinStages::load(const WeightScope& scope, const SwinOptions& options) {
    SwinStages stages;
    int width = options.width;
    for (std::size_t i = 0; i < options.depths.size(); ++i, width *= 2) {
        const WeightScope own = scope / static_cast<std::int64_t>(i);
        Stage stage;
        stage.rows = options.rows >> i;
        stage.cols = options.cols >> i;
        for (int block = 0; block < options.depths[i]; ++block)
            stage.layers.push_back(SwinLayer::load(own / "blocks" / block, options,
                                                   {width, options.heads[i], stage.rows, stage.cols, block % 2 == 1}));
        if (i + 1 < options.depths.size())
            stage.merging = Merging{Norm::layer(own / "downsample" / "norm", 4LL * width, mergeEpsilon),
                                    Linear::load(own / "downsample" / "reduction", 4LL * width, 2LL * width, false)};
        stages.m_stages.push_back(std::move(stage));
    }
    return stages;
}

at::Tensor SwinStages::merge(const at::Tensor& tokens, const Stage& stage) {
    // [batch, rows / 2, row in pair, cols / 2, column in pair, width]: columns of the pair outermost.
    const at::Tensor pairs = tokens.unflatten(1, {stage.rows / 2, 2, stage.cols / 2, 2});
    const at::Tensor merged = pairs.permute({0, 1, 3, 4, 2, 5}).flatten(3).flatten(1, 2);
    return stage.merging->reduction(stage.merging->norm(merged));
}

at::Tensor SwinStages::operator()(at::Tensor tokens, const std::string& tower, backend::Trace& trace) const {
    std::size_t layer = 0;
    for (const Stage& stage : m_stages) {
        for (const SwinLayer& block : stage.layers)
            tokens = block(tokens, layerName(tower, layer++), trace);
        if (stage.merging)
            tokens = merge(tokens, stage);
    }
    return tokens;
}

} // namespace triptych::models::clap
