// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_5_omni/audio_tower.h"

#include <cmath>

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"

namespace triptych::models::qwen2_5_omni {

namespace {

constexpr double longestPeriod = 10000; // of the positions' sines

} // namespace

AudioConfig AudioConfig::read(const ConfigView& config) {
    AudioConfig read;
    read.encoder = WhisperEncoderConfig::read(config, qwenEncoderDefaults());
    read.window = config.size("n_window", read.window);
    read.outWidth = config.size("output_dim", read.outWidth);
    config.require(read.encoder.width % 2 == 0 && read.encoder.width > 2, "\"d_model\" must be even and above 2.");
    config.require(read.window <= read.encoder.frames, "\"n_window\" is larger than \"max_source_positions\".");
    return read;
}

AudioTower AudioTower::load(const WeightScope& scope, const AudioConfig& config) {
    AudioTower tower;
    tower.m_config = config;
    const WhisperEncoderConfig& encoder = config.encoder;
    tower.m_stem = WhisperStem::load(scope, encoder.width, encoder.mels);
    tower.m_layers =
        loadLayers(scope / "layers", encoder.layers,
                   whisperLayerOptions(encoder.width, encoder.heads, encoder.mlpWidth, encoder.activation));
    tower.m_norm = Norm::layer(scope / "ln_post", encoder.width, whisperNormEpsilon);
    tower.m_projection = Linear::load(scope / "proj", encoder.width, config.outWidth);
    // Tokens around a sound, of which the published class makes no use.
    scope.ignore("audio_bos_eos_token.weight");
    return tower;
}

at::Tensor AudioTower::positions(std::int64_t count) const {
    const std::int64_t half = m_config.encoder.width / 2;
    const double step = std::log(longestPeriod) / static_cast<double>(half - 1);
    const at::Tensor rates = at::exp(at::arange(half, at::kFloat) * -step);
    const at::Tensor angles = at::arange(count, at::kFloat).unsqueeze(1) * rates;
    return at::cat({angles.sin(), angles.cos()}, 1);
}

at::Tensor AudioTower::convolve(const at::Tensor& chunks, const at::Tensor& lengths) const {
    const at::Tensor frames = at::arange(chunks.size(2), lengths.options());
    const at::Tensor moments = m_stem(chunks, frames.unsqueeze(0).lt(lengths.unsqueeze(1)).unsqueeze(1));
    return moments + positions(moments.size(1)).to(moments.device());
}

at::Tensor AudioTower::joined(const at::Tensor& chunks, std::int64_t frames) const {
    std::vector<at::Tensor> parts;
    for (std::int64_t i = 0; i < chunks.size(0); ++i) {
        const std::int64_t own = std::min<std::int64_t>(m_config.chunk(), frames - i * m_config.chunk());
        parts.push_back(chunks[i].narrow(0, 0, soundPositions(own)));
    }
    return at::cat(parts);
}

at::Tensor AudioTower::operator()(const std::vector<at::Tensor>& sounds, backend::Trace& trace) const {
    std::vector<at::Tensor> chunks;
    std::vector<std::int64_t> lengths;
    std::int64_t longest = 0;
    for (const at::Tensor& sound : sounds)
        for (const at::Tensor& chunk : sound.split(m_config.chunk(), 1)) {
            chunks.push_back(chunk);
            lengths.push_back(chunk.size(1));
            longest = std::max(longest, chunk.size(1));
        }
    for (at::Tensor& chunk : chunks)
        chunk = at::constant_pad_nd(chunk, {0, longest - chunk.size(1)});
    const at::Tensor batch = at::stack(chunks);
    const at::Tensor own = at::tensor(lengths, at::kLong).to(batch.device());
    at::Tensor tokens = convolve(batch, own);
    trace.record("encoder.hidden.embed", tokens);
    LayerContext context;
    context.mask = keyMask(heardPositions(own, tokens.size(1)));
    tokens = passLayers(m_layers, tokens, context, "encoder", trace);
    std::vector<at::Tensor> pairs;
    std::int64_t next = 0;
    for (const at::Tensor& sound : sounds) {
        const std::int64_t count = (sound.size(1) + m_config.chunk() - 1) / m_config.chunk();
        const at::Tensor positions = joined(tokens.narrow(0, next, count), sound.size(1));
        const std::int64_t kept = soundTokens(sound.size(1));
        pairs.push_back(
            positions.narrow(0, 0, positionsPerSoundToken * kept).reshape({kept, positionsPerSoundToken, -1}).mean(1));
        next += count;
    }
    return m_projection(m_norm(at::cat(pairs)));
}

} // namespace triptych::models::qwen2_5_omni
