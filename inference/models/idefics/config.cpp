// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/idefics/config.h"

namespace triptych::models::idefics {

namespace {

ClipVisionConfig readVision(const ConfigView& config) {
    ClipVisionConfig read;
    read.width = config.size("embed_dim", config.size("hidden_size", 768));
    read.layers = config.layers("num_hidden_layers", 32);
    read.heads = config.size("num_attention_heads", 16);
    read.mlpWidth = config.size("intermediate_size", 5120);
    read.imageSize = config.size("image_size", 224);
    read.patchSize = config.size("patch_size", 14);
    read.channels = config.size("num_channels", 3);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", 1e-5);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"embed_dim\".");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

LlamaConfig readText(const ConfigView& config) {
    LlamaConfig read;
    read.width = config.size("hidden_size", 4096);
    read.layers = config.layers("num_hidden_layers", 32);
    read.heads = config.size("num_attention_heads", 32);
    read.keyHeads = read.heads;
    read.headWidth = read.width / read.heads;
    read.mlpWidth = config.size("intermediate_size", 11008);
    read.vocabulary = config.size("vocab_size", 32000);
    read.epsilon = config.real("rms_norm_eps", 1e-6);
    read.activation = readActivation(config, "hidden_act", "silu");
    read.tiedHead = config.flag("tie_word_embeddings", false);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    read.rotary = RotaryConfig::read(config, read.headWidth, config.size("max_position_embeddings", 2048));
    return read;
}

ResamplerConfig readResampler(const ConfigView& config) {
    ResamplerConfig read;
    read.latents = config.size("resampler_n_latents", read.latents);
    read.depth = config.layers("resampler_depth", read.depth);
    read.heads = config.size("resampler_n_heads", read.heads);
    read.headWidth = config.size("resampler_head_dim", read.headWidth);
    read.hasHeadNorms = config.flag("qk_layer_norms_perceiver", false);
    return read;
}

} // namespace

IdeficsConfig IdeficsConfig::read(const ConfigView& config) {
    IdeficsConfig read;
    read.text = readText(config);
    read.additionalTokens = config.integer("additional_vocab_size", 0);
    read.crossInterval = config.size("cross_layer_interval", 1);
    read.hasHeadNorms = config.flag("qk_layer_norms", false);
    const std::string gates = config.text("alpha_type", "float");
    config.require(gates == "float" || gates == "vector", "\"alpha_type\" must be \"float\" or \"vector\".");
    read.hasVectorGates = gates == "vector";
    read.vision = readVision(config.section("vision_config"));
    read.hasResampler = config.flag("use_resampler", false);
    read.resampler = readResampler(config.section("perceiver_config"));
    config.require(read.text.layers % read.crossInterval == 0,
                   "\"cross_layer_interval\" does not divide \"num_hidden_layers\".");
    config.require(read.additionalTokens >= 0, "\"additional_vocab_size\" is negative.");
    return read;
}

} // namespace triptych::models::idefics
