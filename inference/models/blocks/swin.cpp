// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/swin.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"

namespace triptych::models {

namespace {

constexpr double normEpsilon = 1e-5; // of norms that the configuration does not reach

// [images, rows, cols, w] -> [images * windows, window^2, w]
at::Tensor toWindows(const at::Tensor& grid, std::int64_t window) {
    return grid.unflatten(2, {-1, window})
        .unflatten(1, {-1, window})
        .transpose(2, 3)
        .reshape({-1, window * window, grid.size(3)});
}

at::Tensor fromWindows(const at::Tensor& windows, std::int64_t window, std::int64_t rows, std::int64_t cols) {
    return windows.reshape({-1, rows / window, cols / window, window, window, windows.size(2)})
        .transpose(2, 3)
        .reshape({-1, rows, cols, windows.size(2)});
}

at::Tensor padTo(const at::Tensor& grid, std::int64_t multiple) {
    const std::int64_t bottom = (multiple - grid.size(1) % multiple) % multiple;
    const std::int64_t right = (multiple - grid.size(2) % multiple) % multiple;
    return bottom + right == 0 ? grid : at::constant_pad_nd(grid, {0, 0, 0, right, 0, bottom}, 0);
}

// After rolling, a window may hold stretches that were not neighbours: 0, 1, 2 along one axis.
at::Tensor regions(std::int64_t count, std::int64_t window, std::int64_t shift, at::Device device) {
    const at::Tensor index = at::arange(count, at::TensorOptions(device).dtype(at::kLong));
    return index.ge(count - window).to(at::kLong) + index.ge(count - shift).to(at::kLong);
}

// [windows, 1, n, n]: 0 inside a stretch, -100 between two.
at::Tensor shiftMask(const at::Tensor& grid, std::int64_t window, std::int64_t shift) {
    const at::Tensor rows = regions(grid.size(1), window, shift, grid.device());
    const at::Tensor cols = regions(grid.size(2), window, shift, grid.device());
    const at::Tensor labels = (rows.unsqueeze(1) * 3 + cols.unsqueeze(0)).unsqueeze(0).unsqueeze(-1);
    const at::Tensor windows = toWindows(labels, window).squeeze(-1);
    const at::Tensor differ = windows.unsqueeze(1).ne(windows.unsqueeze(2)).unsqueeze(1);
    return at::zeros(differ.sizes(), grid.options()).masked_fill(differ, -100.0);
}

PixelSize edges(const ConfigView& config, const std::string& key, PixelSize fallback) {
    if (config.has(key) && config.json().at(key).is_array()) {
        const std::vector<int> both = config.integers(key, {fallback.height, fallback.width});
        config.require(both.size() == 2 && both[0] > 0 && both[1] > 0, "\"" + key + "\" needs two sizes.");
        return both.size() == 2 ? PixelSize{both[0], both[1]} : fallback;
    }
    const int edge = config.size(key, fallback.height);
    return {edge, edge};
}

} // namespace

SwinConfig SwinConfig::read(const ConfigView& config) {
    SwinConfig read;
    read.width = config.size("embed_dim", read.width);
    read.patch = edges(config, "patch_size", read.patch);
    read.image = edges(config, "image_size", read.image);
    read.channels = config.size("num_channels", read.channels);
    read.depths = config.integers("depths", read.depths);
    read.heads = config.integers("num_heads", read.heads);
    read.window = config.size("window_size", read.window);
    read.mlpRatio = config.real("mlp_ratio", read.mlpRatio);
    read.queryBias = config.flag("qkv_bias", true);
    read.absolutePositions = config.flag("use_absolute_embeddings", false);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    bool fits = !read.depths.empty() && read.depths.size() == read.heads.size() && read.depths.size() < 10;
    for (std::size_t stage = 0; fits && stage < read.depths.size(); ++stage)
        fits = read.depths[stage] >= 0 && read.depths[stage] < 1000 && read.heads[stage] > 0 &&
               read.stageWidth(stage) % read.heads[stage] == 0;
    config.require(fits, "\"depths\" and \"num_heads\" do not fit \"embed_dim\".");
    if (!fits)
        return {};
    return read;
}

SwinBlock SwinBlock::load(const WeightScope& scope, const SwinConfig& config, std::size_t stage, int shift) {
    const int width = config.stageWidth(stage);
    const int heads = config.heads[stage];
    const auto mlpWidth = static_cast<std::int64_t>(config.mlpRatio * width);
    AttentionSizes sizes;
    sizes.width = width;
    sizes.heads = heads;
    sizes.queryBias = sizes.keyBias = sizes.valueBias = config.queryBias;
    SwinBlock block;
    block.m_window = config.window;
    block.m_shift = shift;
    block.m_attention = Attention::load(scope / "attention", bertAttentionNames, sizes);
    const std::int64_t span = 2 * config.window - 1;
    const WeightScope self = scope / "attention" / "self";
    block.m_bias = self.take("relative_position_bias_table", {span * span, heads});
    self.ignore("relative_position_index");
    block.m_before = Norm::layer(scope / "layernorm_before", width, config.epsilon);
    block.m_after = Norm::layer(scope / "layernorm_after", width, config.epsilon);
    block.m_up = Linear::load(scope / "intermediate" / "dense", width, mlpWidth);
    block.m_down = Linear::load(scope / "output" / "dense", mlpWidth, width);
    block.m_activation = config.activation;
    return block;
}

// The table has an entry per distance of two places in a full window -> [1, heads, window^2, window^2].
at::Tensor SwinBlock::relativeBias(const at::Tensor& values, int window) const {
    const auto options = at::TensorOptions(values.device()).dtype(at::kLong);
    const at::Tensor place = at::arange(window, options);
    const at::Tensor row = place.repeat_interleave(window);
    const at::Tensor col = place.repeat({window});
    const at::Tensor down = row.unsqueeze(1) - row.unsqueeze(0) + (m_window - 1);
    const at::Tensor along = col.unsqueeze(1) - col.unsqueeze(0) + (m_window - 1);
    const at::Tensor index = down * (2 * m_window - 1) + along;
    return like(values, m_bias)
        .index_select(0, index.flatten())
        .unflatten(0, index.sizes())
        .permute({2, 0, 1})
        .unsqueeze(0);
}

at::Tensor SwinBlock::attend(const at::Tensor& windows, const at::Tensor& mask, const std::string& name,
                             backend::Trace& trace) const {
    const int heads = m_attention.heads();
    const at::Tensor query = splitHeads(m_attention.query()(windows), heads);
    const at::Tensor key = splitHeads(m_attention.key()(windows), heads);
    const at::Tensor value = splitHeads(m_attention.value()(windows), heads);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    backend::Trace nothing;
    return m_attention.out()(
        mergeHeads(backend::attend(query, key, value, mask, scale, name, name.empty() ? nothing : trace)));
}

at::Tensor SwinBlock::operator()(const at::Tensor& grid, bool fitWindow, const std::string& name,
                                 backend::Trace& trace) const {
    const std::int64_t rows = grid.size(1);
    const std::int64_t cols = grid.size(2);
    const bool isOne = fitWindow && std::min(rows, cols) <= m_window;
    const std::int64_t window = isOne ? std::min(rows, cols) : m_window;
    const std::int64_t shift = isOne ? 0 : m_shift;
    at::Tensor placed = padTo(m_before(grid), window);
    at::Tensor mask = relativeBias(grid, static_cast<int>(window));
    if (shift > 0) {
        placed = placed.roll({-shift, -shift}, {1, 2});
        mask = (mask + shiftMask(placed, window, shift)).repeat({grid.size(0), 1, 1, 1});
    }
    const at::Tensor attended = attend(toWindows(placed, window), mask, name, trace);
    placed = fromWindows(attended, window, placed.size(1), placed.size(2));
    if (shift > 0)
        placed = placed.roll({shift, shift}, {1, 2});
    const at::Tensor tokens = grid + placed.narrow(1, 0, rows).narrow(2, 0, cols);
    return tokens + m_down(activate(m_up(m_after(tokens)), m_activation));
}

SwinMerging SwinMerging::load(const WeightScope& scope, std::int64_t width) {
    SwinMerging merging;
    merging.m_norm = Norm::layer(scope / "norm", 4 * width, normEpsilon);
    merging.m_reduction = Linear::load(scope / "reduction", 4 * width, 2 * width, false);
    return merging;
}

at::Tensor SwinMerging::operator()(at::Tensor grid) const {
    grid = padTo(grid, 2);
    std::vector<at::Tensor> corners;
    for (const std::int64_t col : {0, 1})
        for (const std::int64_t row : {0, 1})
            corners.push_back(grid.slice(1, row, std::nullopt, 2).slice(2, col, std::nullopt, 2));
    return m_reduction(m_norm(at::cat(corners, -1)));
}

std::vector<SwinBlock> loadSwinBlocks(const WeightScope& scope, const SwinConfig& config, std::size_t stage) {
    std::vector<SwinBlock> blocks;
    for (int i = 0; i < config.depths[stage]; ++i)
        blocks.push_back(SwinBlock::load(scope / i, config, stage, i % 2 == 0 ? 0 : config.window / 2));
    return blocks;
}

SwinBackbone SwinBackbone::load(const WeightScope& scope, const SwinConfig& config, std::vector<int> outputs) {
    SwinBackbone backbone;
    backbone.m_config = config;
    backbone.m_outputs = std::move(outputs);
    const WeightScope tower = scope.hasAny("embeddings") ? scope : scope / "swin";
    const WeightScope embeddings = tower / "embeddings";
    backbone.m_patches = PatchEmbedding::load(embeddings, {"patch_embeddings.projection", "", ""},
                                              {config.width, config.channels, config.patch, config.image, true, 0});
    const std::int64_t patches =
        std::int64_t{config.image.height / config.patch.height} * (config.image.width / config.patch.width);
    if (config.absolutePositions)
        backbone.m_positions = embeddings.take("position_embeddings", {1, patches, config.width});
    backbone.m_embeddingNorm = Norm::layer(embeddings / "norm", config.width, normEpsilon);
    const WeightScope layers = tower / "encoder" / "layers";
    for (std::size_t stage = 0; stage < config.depths.size(); ++stage) {
        const WeightScope level = layers / static_cast<std::int64_t>(stage);
        backbone.m_stages.push_back(loadSwinBlocks(level / "blocks", config, stage));
        if (stage + 1 < config.depths.size())
            backbone.m_mergings.push_back(SwinMerging::load(level / "downsample", config.stageWidth(stage)));
    }
    for (const int output : backbone.m_outputs) {
        const std::string name = output == 0 ? "stem" : "stage" + std::to_string(output);
        backbone.m_norms.push_back(Norm::layer(scope / "hidden_states_norms" / name,
                                               config.stageWidth(static_cast<std::size_t>(std::max(0, output - 1))),
                                               normEpsilon));
    }
    // The norm after the last stage is stored and not used.
    for (const char* name : {"layernorm.weight", "layernorm.bias", "swin.layernorm.weight", "swin.layernorm.bias"})
        scope.ignore(name);
    return backbone;
}

at::Tensor SwinBackbone::embedPixels(at::Tensor pixels) const {
    const PixelSize patch = m_config.patch;
    const std::int64_t bottom = (patch.height - pixels.size(2) % patch.height) % patch.height;
    const std::int64_t right = (patch.width - pixels.size(3) % patch.width) % patch.width;
    if (bottom + right > 0)
        pixels = at::constant_pad_nd(pixels, {0, right, 0, bottom}, 0);
    const at::Tensor grid = m_embeddingNorm(m_patches.project(pixels).permute({0, 2, 3, 1}));
    if (!m_positions.defined())
        return grid;
    const auto rows = static_cast<int>(grid.size(1));
    const auto cols = static_cast<int>(grid.size(2));
    const at::Tensor positions =
        resizePositions(like(grid, m_positions), m_config.image.height / patch.height,
                        m_config.image.width / patch.width, rows, cols, Interpolation::Bicubic);
    return grid + positions.unflatten(1, {rows, cols});
}

std::vector<at::Tensor> SwinBackbone::operator()(at::Tensor pixels) const {
    std::vector<at::Tensor> maps;
    const auto keep = [&](int output, const at::Tensor& grid) {
        if (maps.size() < m_outputs.size() && m_outputs[maps.size()] == output)
            maps.push_back(m_norms[maps.size()](grid).permute({0, 3, 1, 2}));
    };
    at::Tensor grid = embedPixels(std::move(pixels));
    backend::Trace nothing;
    keep(0, grid);
    for (std::size_t stage = 0; stage < m_stages.size(); ++stage) {
        for (const SwinBlock& block : m_stages[stage])
            grid = block(grid, false, "", nothing);
        keep(static_cast<int>(stage) + 1, grid);
        if (stage < m_mergings.size())
            grid = m_mergings[stage](grid);
    }
    return maps;
}

} // namespace triptych::models
