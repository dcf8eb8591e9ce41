// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "inference/models/wav2vec2/wav2vec2_tower.h"

namespace triptych::models::wav2vec2 {

namespace {

bool allPositive(const std::vector<int>& values) {
    return !values.empty() && std::ranges::all_of(values, [](int value) { return value >= 1 && value <= 1 << 16; });
}

void readConvolutions(const ConfigView& config, Wav2Vec2Config& read) {
    const Wav2Vec2Config published;
    read.channels = config.integers("conv_dim", read.channels);
    read.kernels = config.integers("conv_kernel", read.kernels);
    read.strides = config.integers("conv_stride", read.strides);
    const bool fits = allPositive(read.channels) && allPositive(read.kernels) && allPositive(read.strides) &&
                      read.channels.size() == read.kernels.size() && read.channels.size() == read.strides.size();
    config.require(fits, "\"conv_dim\", \"conv_kernel\" and \"conv_stride\" must be positive and of one length.");
    if (!fits) {
        read.channels = published.channels;
        read.kernels = published.kernels;
        read.strides = published.strides;
    }
    read.convBias = config.flag("conv_bias", false);
    const std::string norm = config.text("feat_extract_norm", "group");
    config.require(norm == "group" || norm == "layer", "\"feat_extract_norm\" must be \"group\" or \"layer\".");
    read.normsEveryLayer = norm == "layer";
    read.convActivation = readActivation(config, "feat_extract_activation", "gelu");
}

} // namespace

Wav2Vec2Config Wav2Vec2Config::read(const ConfigView& config) {
    Wav2Vec2Config read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.letters = config.size("vocab_size", read.letters);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    readConvolutions(config, read);
    read.positionKernel = config.size("num_conv_pos_embeddings", read.positionKernel);
    read.positionGroups = config.size("num_conv_pos_embedding_groups", read.positionGroups);
    read.stable = config.flag("do_stable_layer_norm", false);
    // Only the stable layers have it in the published class.
    if (read.stable && config.has("adapter_attn_dim"))
        read.adapterWidth = config.size("adapter_attn_dim", 1);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.width % read.positionGroups == 0,
                   "\"num_conv_pos_embedding_groups\" does not divide \"hidden_size\".");
    return read;
}

std::int64_t Wav2Vec2Config::framesOf(std::int64_t samples) const {
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        if (samples < kernels[i])
            return 0;
        samples = (samples - kernels[i]) / strides[i] + 1;
    }
    return samples;
}

std::int64_t Wav2Vec2Config::hop() const {
    std::int64_t product = 1;
    for (const int stride : strides)
        product *= stride;
    return product;
}

} // namespace triptych::models::wav2vec2
