// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/llama_decoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"
#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

namespace {

// What absent keys mean, by type.
struct LlamaKind {
    std::string_view type;
    int width;
    int layers;
    int heads;
    int keyHeads; // 0: as many as heads
    int mlpWidth;
    int vocabulary;
    int positions;
    double epsilon;
    double theta;
    bool hasInputBias;
    bool hasHeadNorms;
    int headWidth; // 0: width / heads
};

constexpr std::array llamaKinds{
    LlamaKind{"llama", 4096, 32, 32, 0, 11008, 32000, 2048, 1e-6, 10000, false, false, 0},
    LlamaKind{"mistral", 4096, 32, 32, 8, 14336, 32000, 131072, 1e-6, 10000, false, false, 0},
    LlamaKind{"qwen2", 4096, 32, 32, 32, 22016, 151936, 32768, 1e-6, 10000, true, false, 0},
    LlamaKind{"qwen3", 4096, 32, 32, 32, 22016, 151936, 32768, 1e-6, 10000, false, true, 128},
    LlamaKind{"qwen2_vl_text", 8192, 80, 64, 8, 29568, 152064, 32768, 1e-5, 1000000, true, false, 0},
    LlamaKind{"qwen2_5_omni_text", 3584, 28, 28, 4, 18944, 152064, 32768, 1e-6, 1000000, true, false, 0},
    LlamaKind{"qwen2_5_vl_text", 8192, 80, 64, 8, 29568, 152064, 32768, 1e-5, 1000000, true, false, 0},
};

const LlamaKind& kindOf(const ConfigView& config, const std::string& fallbackType) {
    std::string type = config.text("model_type", fallbackType);
    if (type == "qwen2_vl" || type == "qwen2_5_vl")
        type += "_text";
    const auto* kind = std::ranges::find(llamaKinds, std::string_view(type), &LlamaKind::type);
    if (kind != llamaKinds.end())
        return *kind;
    config.require(false, "The language model \"" + type + "\" is not supported.");
    return llamaKinds.front();
}

// Which layers look at a window only. Llama has none, Mistral's are all alike.
void readSlidingLayers(const ConfigView& config, std::string_view type, LlamaConfig& read) {
    const bool isMistral = type == "mistral";
    if (type == "llama" || (!isMistral && !config.flag("use_sliding_window", false)))
        return;
    // Mistral's null means that there is no window, its absence the default.
    if (!config.has("sliding_window") && isMistral && config.json().contains("sliding_window"))
        return;
    read.window = config.size("sliding_window", 4096);
    const int first = isMistral ? 0 : config.integer("max_window_layers", type.ends_with("_text") ? 80 : 28);
    for (int i = 0; i < read.layers; ++i)
        read.sliding.push_back(i >= first);
    const auto kinds = config.json().find("layer_types");
    if (isMistral || kinds == config.json().end() || !kinds->is_array())
        return;
    for (std::size_t i = 0; i < std::min(kinds->size(), read.sliding.size()); ++i)
        read.sliding[i] = (*kinds)[i] == "sliding_attention";
}

// Keys further back than the window are masked besides.
at::Tensor slidingMask(const at::Tensor& mask, int window) {
    const std::int64_t queries = mask.size(-2);
    const std::int64_t keys = mask.size(-1);
    const auto options = mask.options().dtype(at::kLong);
    const at::Tensor query = at::arange(keys - queries, keys, options).unsqueeze(1);
    const at::Tensor far = at::arange(keys, options).unsqueeze(0).le(query - window);
    return mask.masked_fill(far, std::numeric_limits<float>::lowest());
}

// [batch, key heads, n, d] -> [batch, heads, n, d]; neighbouring heads share.
at::Tensor shareHeads(const at::Tensor& values, int heads) {
    const std::int64_t copies = heads / values.size(1);
    return copies == 1 ? values : values.repeat_interleave(copies, 1);
}

} // namespace

LlamaConfig LlamaConfig::read(const ConfigView& config, const std::string& fallbackType) {
    const LlamaKind& kind = kindOf(config, fallbackType);
    LlamaConfig read;
    read.width = config.size("hidden_size", kind.width);
    read.layers = config.layers("num_hidden_layers", kind.layers);
    read.heads = config.size("num_attention_heads", kind.heads);
    // An explicit null means one for every head.
    const bool isNull = config.json().contains("num_key_value_heads") && !config.has("num_key_value_heads");
    read.keyHeads = isNull || kind.keyHeads == 0 ? config.size("num_key_value_heads", read.heads)
                                                 : config.size("num_key_value_heads", kind.keyHeads);
    const int share = std::max(1, read.width / read.heads);
    // Qwen2's attention computes with it where a folder states it, its text part of Qwen2-VL never.
    const bool isFixed = kind.type.ends_with("_text");
    read.headWidth = isFixed ? share : config.size("head_dim", kind.headWidth > 0 ? kind.headWidth : share);
    read.mlpWidth = config.size("intermediate_size", kind.mlpWidth);
    read.vocabulary = config.size("vocab_size", kind.vocabulary);
    read.epsilon = config.real("rms_norm_eps", kind.epsilon);
    read.activation = readActivation(config, "hidden_act", "silu");
    const bool hasBias = config.flag("attention_bias", false);
    read.hasInputBias = kind.hasInputBias || (kind.type != "mistral" && hasBias);
    read.hasOutputBias = (kind.type == "llama" || kind.type == "qwen3") && hasBias;
    read.hasMlpBias = kind.type == "llama" && config.flag("mlp_bias", false);
    read.hasHeadNorms = kind.hasHeadNorms;
    read.tiedHead = config.flag("tie_word_embeddings", false);
    readSlidingLayers(config, kind.type, read);
    read.rotary =
        RotaryConfig::read(config, read.headWidth, config.size("max_position_embeddings", kind.positions), kind.theta);
    config.require(read.heads % read.keyHeads == 0, "\"num_key_value_heads\" does not divide \"num_attention_heads\".");
    return read;
}

LlamaLayer LlamaLayer::load(const WeightScope& scope, const LlamaConfig& config, int layer) {
    const int inner = config.heads * config.headWidth;
    const int shared = config.keyHeads * config.headWidth;
    const auto index = static_cast<std::size_t>(layer);
    LlamaLayer loaded;
    loaded.m_heads = config.heads;
    loaded.m_keyHeads = config.keyHeads;
    loaded.m_isSliding = index < config.sliding.size() && config.sliding[index];
    loaded.m_activation = config.activation;
    const WeightScope attention = scope / "self_attn";
    loaded.m_query = Linear::load(attention / "q_proj", config.width, inner, config.hasInputBias);
    loaded.m_key = Linear::load(attention / "k_proj", config.width, shared, config.hasInputBias);
    loaded.m_value = Linear::load(attention / "v_proj", config.width, shared, config.hasInputBias);
    loaded.m_out = Linear::load(attention / "o_proj", inner, config.width, config.hasOutputBias);
    if (config.hasHeadNorms) {
        loaded.m_queryNorm = Norm::rms(attention / "q_norm", config.headWidth, config.epsilon);
        loaded.m_keyNorm = Norm::rms(attention / "k_norm", config.headWidth, config.epsilon);
    }
    attention.ignore("rotary_emb.inv_freq");
    loaded.m_attentionNorm = Norm::rms(scope / "input_layernorm", config.width, config.epsilon);
    loaded.m_gate = Linear::load(scope / "mlp" / "gate_proj", config.width, config.mlpWidth, config.hasMlpBias);
    loaded.m_up = Linear::load(scope / "mlp" / "up_proj", config.width, config.mlpWidth, config.hasMlpBias);
    loaded.m_down = Linear::load(scope / "mlp" / "down_proj", config.mlpWidth, config.width, config.hasMlpBias);
    loaded.m_mlpNorm = Norm::rms(scope / "post_attention_layernorm", config.width, config.epsilon);
    return loaded;
}

at::Tensor LlamaLayer::attend(const at::Tensor& tokens, const LlamaContext& context, const std::string& name,
                              backend::Trace& trace) const {
    at::Tensor query = splitHeads(m_query(tokens), m_heads);
    at::Tensor key = splitHeads(m_key(tokens), m_keyHeads);
    at::Tensor value = splitHeads(m_value(tokens), m_keyHeads);
    if (m_queryNorm.weight.defined()) {
        query = m_queryNorm(query);
        key = m_keyNorm(key);
    }
    query = rotate(query, context.rotary);
    key = rotate(key, context.rotary);
    if (context.cache != nullptr) {
        KeyValueCache& seen = *context.cache;
        seen.key = seen.key.defined() ? at::cat({seen.key, key}, 2) : key;
        seen.value = seen.value.defined() ? at::cat({seen.value, value}, 2) : value;
        key = seen.key;
        value = seen.value;
    }
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const std::string map = name + ".attention";
    const at::Tensor looked = backend::attend(query, shareHeads(key, m_heads), shareHeads(value, m_heads),
                                              m_isSliding ? context.slidingMask : context.mask, scale, map, trace);
    return m_out(trace.passInner(map + ".context", mergeHeads(looked)));
}

at::Tensor LlamaLayer::operator()(const at::Tensor& tokens, const LlamaContext& context, const std::string& name,
                                  backend::Trace& trace) const {
    const at::Tensor looked = tokens + attend(m_attentionNorm(tokens), context, name, trace);
    const at::Tensor inner = m_mlpNorm(looked);
    const at::Tensor added = m_down(backend::sharedProduct(activate(m_gate(inner), m_activation), m_up(inner)));
    return trace.pass(name + ".hidden", looked + trace.passInner(name + ".mlp", added));
}

LlamaDecoder LlamaDecoder::load(const WeightScope& scope, const WeightScope& head, const LlamaConfig& config) {
    LlamaDecoder decoder;
    decoder.m_config = config;
    decoder.m_embeddings = scope.take("embed_tokens.weight", {config.vocabulary, config.width});
    for (int i = 0; i < config.layers; ++i)
        decoder.m_layers.push_back(LlamaLayer::load(scope / "layers" / i, config, i));
    decoder.m_norm = Norm::rms(scope / "norm", config.width, config.epsilon);
    decoder.m_rotary = Rotary(config.rotary);
    if (config.tiedHead) {
        decoder.m_head.weight = decoder.m_embeddings;
        head.ignore("weight");
        return decoder;
    }
    decoder.m_head = Linear::load(head, config.width, config.vocabulary, false);
    return decoder;
}

at::Tensor LlamaDecoder::embedTokens(const at::Tensor& ids) const {
    return embed(m_embeddings, ids);
}

at::Tensor LlamaDecoder::pass(const DecoderPass& pass, backend::Trace& trace) const {
    trace.record("decoder.hidden.embed", pass.tokens);
    const std::int64_t count = pass.tokens.size(1);
    LlamaContext context;
    context.mask = causalMask(count, pass.mask.size(1) - count, pass.mask, pass.tokens.device());
    if (m_config.window > 0)
        context.slidingMask = slidingMask(context.mask, m_config.window);
    context.rotary = m_rotary.tables(pass.positions);
    if (pass.cache != nullptr)
        pass.cache->resize(m_layers.size());
    at::Tensor tokens = pass.tokens;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        context.cache = pass.cache != nullptr ? &(*pass.cache)[i] : nullptr;
        tokens = m_layers[i](tokens, context, layerName("decoder", i), trace);
    }
    return finish(tokens);
}

at::Tensor LlamaDecoder::finish(const at::Tensor& hidden) const {
    return m_norm(hidden);
}

at::Tensor LlamaDecoder::logits(const at::Tensor& hidden) const {
    return m_head(hidden);
}

} // namespace triptych::models
