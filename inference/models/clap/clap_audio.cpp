// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/clap/clap_audio.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"

namespace triptych::models::clap {

namespace {

constexpr double normEpsilon = 1e-5; // the published class has no setting for it

// A number or a pair.
Extent readExtent(const ConfigView& config, const std::string& key) {
    if (!config.has(key) || !config.json().at(key).is_array()) {
        const int edge = config.size(key, 4);
        return {edge, edge};
    }
    const std::vector<int> pair = config.integers(key, {4, 4});
    const bool holds = pair.size() == 2 && std::ranges::all_of(pair, [](int value) { return value >= 1; });
    config.require(holds, "\"" + key + "\" must be two positive numbers.");
    return holds ? Extent{pair[0], pair[1]} : Extent{};
}

// Whether `patch` pixels every `stride` cover an edge with edge / stride patches.
bool covers(int edge, int patch, int stride) {
    return edge % stride == 0 && patch >= stride && (patch - stride) % 2 == 0 && patch <= edge;
}

void checkPatches(const ConfigView& config, const ClapAudioConfig& read) {
    config.require(read.mels <= read.edge && read.edge % (read.edge / std::min(read.edge, read.mels)) == 0,
                   "A spectrogram of \"num_mel_bins\" cannot be folded into a square of \"spec_size\".");
    config.require(covers(read.edge, read.patch.rows, read.stride.rows) &&
                       covers(read.edge, read.patch.cols, read.stride.cols),
                   "\"patch_size\" and \"patch_stride\" do not fit \"spec_size\".");
}

void readStages(const ConfigView& config, SwinOptions& swin) {
    const SwinOptions published;
    swin.depths = config.integers("depths", swin.depths);
    swin.heads = config.integers("num_attention_heads", swin.heads);
    bool fits = !swin.depths.empty() && swin.depths.size() <= 8 && swin.depths.size() == swin.heads.size();
    for (std::size_t i = 0; fits && i < swin.depths.size(); ++i)
        fits = swin.depths[i] >= 0 && swin.depths[i] <= 1000 && swin.heads[i] >= 1 &&
               (swin.width << i) % swin.heads[i] == 0;
    config.require(fits, "\"depths\" and \"num_attention_heads\" do not fit each other and the width.");
    if (!fits) {
        swin.depths = published.depths;
        swin.heads = published.heads;
    }
    const int halvings = static_cast<int>(swin.depths.size()) - 1;
    const int unit = 1 << halvings;
    config.require(swin.rows % unit == 0 && swin.cols % unit == 0 &&
                       std::min(swin.rows, swin.cols) >> halvings >= swin.window,
                   "The grid of patches cannot be halved so often with this \"window_size\".");
}

} // namespace

ClapAudioConfig ClapAudioConfig::read(const ConfigView& config) {
    ClapAudioConfig read;
    read.mels = config.size("num_mel_bins", read.mels);
    read.edge = config.size("spec_size", read.edge);
    read.patch = readExtent(config, "patch_size");
    read.stride = readExtent(config, "patch_stride");
    read.channels = config.size("patch_embed_input_channels", read.channels);
    read.hasPatchNorm = config.flag("enable_patch_layer_norm", read.hasPatchNorm);
    read.fuses = config.flag("enable_fusion", read.fuses);
    read.fusionRatio = config.size("aff_block_r", read.fusionRatio);
    read.outWidth = config.size("hidden_size", read.outWidth);
    SwinOptions& swin = read.swin;
    swin.width = config.size("patch_embeds_hidden_size", swin.width);
    swin.window = config.size("window_size", swin.window);
    swin.mlpRatio = config.real("mlp_ratio", swin.mlpRatio);
    swin.attentionBias = config.flag("qkv_bias", swin.attentionBias);
    swin.activation = readActivation(config, "hidden_act", "gelu");
    swin.epsilon = config.real("layer_norm_eps", swin.epsilon);
    swin.rows = read.edge / read.stride.rows;
    swin.cols = read.edge / read.stride.cols;
    checkPatches(config, read);
    config.require(swin.mlpRatio >= 0.01 && swin.mlpRatio <= 64, "\"mlp_ratio\" is out of range.");
    config.require(read.fusionRatio <= swin.width, "\"aff_block_r\" is larger than the width.");
    readStages(config, swin);
    config.require(read.outWidth == swin.width << (swin.depths.size() - 1),
                   "\"hidden_size\" is not the width of the last stage.");
    return read;
}

BatchNorm BatchNorm::load(const WeightScope& scope, int width) {
    scope.ignore("num_batches_tracked");
    return {scope.take("weight", {width}), scope.take("bias", {width}), scope.take("running_mean", {width}),
            scope.take("running_var", {width})};
}

at::Tensor BatchNorm::operator()(const at::Tensor& values) const {
    return at::batch_norm(values, like(values, weight), like(values, bias), like(values, mean), like(values, variance),
                          false, 0.0, normEpsilon, false);
}

ClapAudioTower::Squeeze ClapAudioTower::Squeeze::load(const WeightScope& scope, int first,
                                                      const ClapAudioConfig& config) {
    const int wide = config.swin.width;
    const int narrow = wide / config.fusionRatio;
    const WeightScope down = scope / first;
    const WeightScope up = scope / (first + 3);
    return {down.take("weight", {narrow, wide, 1, 1}),
            down.take("bias", {narrow}),
            BatchNorm::load(scope / (first + 1), narrow),
            up.take("weight", {wide, narrow, 1, 1}),
            up.take("bias", {wide}),
            BatchNorm::load(scope / (first + 4), wide)};
}

at::Tensor ClapAudioTower::Squeeze::operator()(const at::Tensor& values) const {
    const at::Tensor down = downNorm(at::conv2d(values, like(values, downWeight), like(values, downBias)));
    return upNorm(at::conv2d(at::relu(down), like(values, upWeight), like(values, upBias)));
}

ClapAudioTower ClapAudioTower::load(const WeightScope& scope, const ClapAudioConfig& config) {
    ClapAudioTower tower;
    tower.m_config = config;
    const int width = config.swin.width;
    tower.m_melNorm = BatchNorm::load(scope / "batch_norm", config.mels);
    const WeightScope embed = scope / "patch_embed";
    tower.m_patchWeight = embed.take("proj.weight", {width, config.channels, config.patch.rows, config.patch.cols});
    tower.m_patchBias = embed.take("proj.bias", {width});
    if (config.hasPatchNorm)
        tower.m_patchNorm = Norm::layer(embed / "norm", width, normEpsilon);
    if (config.fuses) {
        tower.m_cropWeight =
            embed.take("mel_conv2d.weight", {width, config.channels, config.patch.rows, 3LL * config.patch.cols});
        tower.m_cropBias = embed.take("mel_conv2d.bias", {width});
        // The global branch begins with a mean, which has no weights but a number.
        tower.m_local = Squeeze::load(embed / "fusion_model" / "local_att", 0, config);
        tower.m_global = Squeeze::load(embed / "fusion_model" / "global_att", 1, config);
    }
    tower.m_stages = SwinStages::load(scope / "layers", config.swin);
    tower.m_norm = Norm::layer(scope / "norm", config.outWidth, normEpsilon);
    return tower;
}

at::Tensor ClapAudioTower::fold(const at::Tensor& features) const {
    const std::int64_t ratio = m_config.edge / m_config.mels;
    const std::int64_t time = m_config.edge * ratio;
    const std::int64_t mels = m_config.edge / ratio;
    at::Tensor stretched = features;
    if (stretched.size(2) < time)
        stretched = at::upsample_bicubic2d(stretched, {time, stretched.size(3)}, true);
    if (stretched.size(3) < mels)
        stretched = at::upsample_bicubic2d(stretched, {stretched.size(2), mels}, true);
    // The time axis is cut into `ratio` pieces, which are laid below each other, frequencies downwards.
    return stretched.unflatten(2, {ratio, -1}).transpose(3, 4).flatten(2, 3);
}

at::Tensor ClapAudioTower::fuse(const at::Tensor& whole, const at::Tensor& crops) const {
    const Extent& stride = m_config.stride;
    const std::int64_t count = crops.size(1);
    const at::Tensor flat = crops.flatten(0, 1).unsqueeze(1);
    const at::Tensor each =
        at::conv2d(flat, like(flat, m_cropWeight), like(flat, m_cropBias), {stride.rows, 3LL * stride.cols},
                   {(m_config.patch.rows - stride.rows) / 2, (m_config.patch.cols - stride.cols) / 2});
    // Crops side by side, in time.
    const at::Tensor row = each.unflatten(0, {-1, count}).permute({0, 2, 3, 1, 4}).flatten(3);
    const at::Tensor local = at::constant_pad_nd(row, {0, whole.size(3) - row.size(3)});
    const at::Tensor both = whole + local;
    const at::Tensor share = backend::asConstant(at::sigmoid(m_local(both) + m_global(both.mean({2, 3}, true))));
    return 2 * whole * share + 2 * local * (1 - share);
}

at::Tensor ClapAudioTower::patches(const at::Tensor& squares, const at::Tensor& isLonger) const {
    const at::Tensor whole = m_config.fuses ? squares.narrow(1, 0, 1) : squares;
    const Extent& stride = m_config.stride;
    at::Tensor map = at::conv2d(whole, like(whole, m_patchWeight), like(whole, m_patchBias), {stride.rows, stride.cols},
                                {(m_config.patch.rows - stride.rows) / 2, (m_config.patch.cols - stride.cols) / 2});
    if (m_config.fuses && isLonger.defined())
        if (const at::Tensor rows = isLonger.eq(1).flatten(1).any(1).nonzero().squeeze(1); rows.size(0) > 0) {
            const at::Tensor crops = squares.narrow(1, 1, squares.size(1) - 1).index_select(0, rows);
            map = map.index_copy(0, rows, fuse(map.index_select(0, rows), crops));
        }
    const at::Tensor tokens = map.flatten(2).transpose(1, 2);
    return m_config.hasPatchNorm ? m_patchNorm(tokens) : tokens;
}

at::Tensor ClapAudioTower::operator()(const at::Tensor& features, const at::Tensor& isLonger,
                                      backend::Trace& trace) const {
    const at::Tensor normed = m_melNorm(features.transpose(1, 3)).transpose(1, 3);
    const at::Tensor tokens = patches(fold(normed), isLonger);
    trace.record("audio.hidden.embed", tokens);
    return m_norm(m_stages(tokens, "audio", trace)).mean(1);
}

} // namespace triptych::models::clap
