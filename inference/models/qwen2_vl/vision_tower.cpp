// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_vl/vision_tower.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"
#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/attention.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::qwen2_vl {

namespace {

// Not in the configuration: the published classes state it.
constexpr double visionEpsilon = 1e-6;

Norm loadNorm(const WeightScope& scope, const VisionConfig& config) {
    return config.isGated ? Norm::rms(scope, config.width, visionEpsilon)
                          : Norm::layer(scope, config.width, visionEpsilon);
}

} // namespace

VisionConfig VisionConfig::read(const ConfigView& config, bool isSecondGeneration) {
    VisionConfig read;
    read.isGated = isSecondGeneration;
    read.layers = config.layers("depth", read.layers);
    read.heads = config.size("num_heads", read.heads);
    if (isSecondGeneration) {
        read.width = config.size("hidden_size", 3584);
        read.mlpWidth = config.size("intermediate_size", 3420);
        read.outWidth = config.size("out_hidden_size", 3584);
        read.window = config.size("window_size", 112);
        read.fullLayers = config.integers("fullatt_block_indexes", {7, 15, 23, 31});
    } else {
        read.width = config.size("embed_dim", read.width);
        read.mlpWidth = static_cast<int>(read.width * config.real("mlp_ratio", 4));
        read.outWidth = config.size("hidden_size", read.outWidth);
    }
    read.activation = readActivation(config, "hidden_act", isSecondGeneration ? "silu" : "quick_gelu");
    read.channels = config.size("in_channels", config.size("in_chans", read.channels));
    read.patch = config.size("patch_size", read.patch);
    read.merge = config.size("spatial_merge_size", read.merge);
    read.frames = config.size("temporal_patch_size", read.frames);
    read.theta = config.section("rope_parameters").real("rope_theta", config.real("rope_theta", read.theta));
    config.require(read.mlpWidth > 0, "\"mlp_ratio\" must be positive.");
    config.require(read.width % read.heads == 0 && read.width / read.heads % 4 == 0,
                   "The heads of the vision tower do not divide its width into fours.");
    config.require(!isSecondGeneration || read.window >= read.merge * read.patch,
                   "\"window_size\" is smaller than one token.");
    return read;
}

VisionLayer VisionLayer::load(const WeightScope& scope, const VisionConfig& config) {
    VisionLayer layer;
    layer.m_heads = config.heads;
    layer.m_activation = config.activation;
    layer.m_attentionNorm = loadNorm(scope / "norm1", config);
    layer.loadAttention(scope / "attn", config.width);
    layer.m_mlpNorm = loadNorm(scope / "norm2", config);
    if (config.isGated)
        layer.m_gate = Linear::load(scope / "mlp" / "gate_proj", config.width, config.mlpWidth);
    layer.m_up = Linear::load(scope / "mlp" / (config.isGated ? "up_proj" : "fc1"), config.width, config.mlpWidth);
    layer.m_down = Linear::load(scope / "mlp" / (config.isGated ? "down_proj" : "fc2"), config.mlpWidth, config.width);
    return layer;
}

// Query, key and value in one map, or in three as in Qwen2.5-Omni.
void VisionLayer::loadAttention(const WeightScope& scope, std::int64_t width) {
    if (scope.hasAny("q")) {
        m_query = Linear::load(scope / "q", width, width);
        m_key = Linear::load(scope / "k", width, width);
        m_value = Linear::load(scope / "v", width, width);
    } else {
        const Linear all = Linear::load(scope / "qkv", width, 3 * width);
        m_query = all.rows(0, width);
        m_key = all.rows(width, width);
        m_value = all.rows(2 * width, width);
    }
    m_out = Linear::load(scope / "proj", width, width);
}

at::Tensor VisionLayer::attend(const at::Tensor& tokens, const std::vector<std::int64_t>& lengths,
                               const std::vector<at::Tensor>& masks, const RotaryTables& rotary,
                               const std::string& name, backend::Trace& trace) const {
    const at::Tensor query = rotate(splitHeads(m_query(tokens).unsqueeze(0), m_heads), rotary);
    const at::Tensor key = rotate(splitHeads(m_key(tokens).unsqueeze(0), m_heads), rotary);
    const at::Tensor value = splitHeads(m_value(tokens).unsqueeze(0), m_heads);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    std::vector<at::Tensor> results;
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const auto part = [&](const at::Tensor& all) { return all.narrow(2, begin, lengths[i]); };
        results.push_back(backend::attend(part(query), part(key), part(value), masks.empty() ? at::Tensor() : masks[i],
                                          scale, name + ".image." + std::to_string(i) + ".attention", trace));
        begin += lengths[i];
    }
    return m_out(mergeHeads(at::cat(results, 2)).squeeze(0));
}

at::Tensor VisionLayer::feedForward(const at::Tensor& tokens) const {
    if (!m_gate.weight.defined())
        return m_down(activate(m_up(tokens), m_activation));
    return m_down(backend::sharedProduct(activate(m_gate(tokens), m_activation), m_up(tokens)));
}

at::Tensor VisionLayer::operator()(const at::Tensor& tokens, const std::vector<std::int64_t>& lengths,
                                   const std::vector<at::Tensor>& masks, const RotaryTables& rotary,
                                   const std::string& name, backend::Trace& trace) const {
    const at::Tensor looked = tokens + attend(m_attentionNorm(tokens), lengths, masks, rotary, name, trace);
    const at::Tensor added = trace.passInner(name + ".mlp", feedForward(m_mlpNorm(looked)));
    return trace.pass(name + ".hidden", looked + added);
}

VisionTower VisionTower::load(const WeightScope& scope, const VisionConfig& config) {
    VisionTower tower;
    tower.m_config = config;
    tower.m_embedding.weight =
        (scope / "patch_embed" / "proj")
            .take("weight", {config.width, config.channels, config.frames, config.patch, config.patch})
            .flatten(1);
    for (int i = 0; i < config.layers; ++i)
        tower.m_layers.push_back(VisionLayer::load(scope / "blocks" / i, config));
    const std::int64_t merged = std::int64_t{config.width} * config.merge * config.merge;
    const WeightScope merger = scope / "merger";
    tower.m_mergeNorm = loadNorm(merger / "ln_q", config);
    tower.m_mergeFirst = Linear::load(merger / "mlp.0", merged, merged);
    tower.m_mergeSecond = Linear::load(merger / "mlp.2", merged, config.outWidth);
    (scope / "rotary_pos_emb").ignore("inv_freq");
    return tower;
}

at::Tensor VisionTower::windowMask(const at::Tensor& places) const {
    const std::int64_t cells = m_config.window / m_config.merge / m_config.patch * m_config.merge;
    const at::Tensor windows = places.floor_divide(cells);
    const at::Tensor same = windows.unsqueeze(2).eq(windows.unsqueeze(1)).all(0);
    return additiveMask(same).unsqueeze(0).unsqueeze(0);
}

RotaryTables VisionTower::rotary(const at::Tensor& places) const {
    const at::Tensor frequencies =
        rotaryFrequencies(m_config.theta, m_config.width / m_config.heads / 2).to(places.device());
    const at::Tensor angles = places.unsqueeze(-1).to(at::kFloat) * frequencies;
    const at::Tensor both = at::cat({angles[0], angles[1]}, -1);
    const at::Tensor all = at::cat({both, both}, -1).unsqueeze(0).unsqueeze(0);
    return {all.cos(), all.sin()};
}

at::Tensor VisionTower::operator()(const at::Tensor& patches, const std::vector<ImageGrid>& grids,
                                   backend::Trace& trace) const {
    std::vector<at::Tensor> places;
    std::vector<std::int64_t> lengths;
    std::vector<at::Tensor> windows;
    for (const ImageGrid& grid : grids) {
        places.push_back(patchPlaces(grid, m_config.merge).to(patches.device()));
        for (std::int64_t frame = 0; frame < grid.frames; ++frame) {
            lengths.push_back(grid.rows * grid.cols);
            if (m_config.window > 0)
                windows.push_back(windowMask(places.back().narrow(1, 0, lengths.back())));
        }
    }
    at::Tensor tokens = m_embedding(patches);
    trace.record("vision.hidden.embed", tokens);
    const RotaryTables tables = rotary(at::cat(places, 1));
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const bool isFull = std::ranges::find(m_config.fullLayers, static_cast<int>(i)) != m_config.fullLayers.end();
        tokens = m_layers[i](tokens, lengths, isFull ? std::vector<at::Tensor>{} : windows, tables,
                             layerName("vision", i), trace);
    }
    const std::int64_t merged = std::int64_t{m_config.width} * m_config.merge * m_config.merge;
    return m_mergeSecond(activate(m_mergeFirst(m_mergeNorm(tokens).reshape({-1, merged})), Activation::Gelu));
}

} // namespace triptych::models::qwen2_vl
