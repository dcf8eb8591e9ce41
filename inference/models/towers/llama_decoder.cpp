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
#include "inference/models/blocks/word_maps.h"

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
    LlamaKind{"gemma3_text", 2304, 26, 8, 4, 9216, 262208, 131072, 1e-6, 1000000, false, true, 256},
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

// Every sixth layer looks at everything, or those that are named; positions turn faster in the others.
void readGemma(const ConfigView& config, LlamaConfig& read) {
    read.normsAddOne = read.hasOuterNorms = read.imagesLookAhead = true;
    read.activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh");
    read.embeddingScale = std::sqrt(static_cast<double>(read.width));
    read.scoreScale = 1.0 / std::sqrt(config.real("query_pre_attn_scalar", 256));
    config.require(config.real("query_pre_attn_scalar", 256) > 0, "\"query_pre_attn_scalar\" must be positive.");
    config.require(!config.flag("use_bidirectional_attention", false),
                   "Gemma 3 that looks both ways at texts is not supported.");
    read.window = config.size("sliding_window", 4096);
    const int pattern = config.size("sliding_window_pattern", 6);
    const auto kinds = config.json().find("layer_types");
    const bool areNamed = kinds != config.json().end() && kinds->is_array();
    for (int i = 0; i < read.layers; ++i)
        read.sliding.push_back(areNamed && static_cast<std::size_t>(i) < kinds->size()
                                   ? (*kinds)[static_cast<std::size_t>(i)] == "sliding_attention"
                                   : (i + 1) % pattern != 0);
    const ConfigView parameters = config.section("rope_parameters");
    const int positions = read.rotary.maxPositions;
    if (parameters.has("full_attention"))
        read.rotary = RotaryConfig::readParameters(parameters.section("full_attention"), config, read.headWidth,
                                                   positions, 1'000'000);
    const double local = config.real("rope_local_base_freq", 10'000);
    const ConfigView outside({{"rope_theta", local}}, config.where());
    read.slidingRotary = RotaryConfig::readParameters(parameters.section("sliding_attention"), outside, read.headWidth,
                                                      positions, local);
    if (const auto problem = outside.error())
        config.require(false, problem->detail);
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
    const bool isFixed = kind.type.starts_with("qwen2") && kind.type.ends_with("_text");
    read.headWidth = isFixed ? share : config.size("head_dim", kind.headWidth > 0 ? kind.headWidth : share);
    read.mlpWidth = config.size("intermediate_size", kind.mlpWidth);
    read.vocabulary = config.size("vocab_size", kind.vocabulary);
    read.epsilon = config.real("rms_norm_eps", kind.epsilon);
    read.activation = readActivation(config, "hidden_act", "silu");
    const bool hasBias = config.flag("attention_bias", false);
    read.hasInputBias = kind.hasInputBias || (kind.type != "mistral" && hasBias);
    const bool isGemma = kind.type == "gemma3_text";
    read.hasOutputBias = (kind.type == "llama" || kind.type == "qwen3" || isGemma) && hasBias;
    read.hasMlpBias = kind.type == "llama" && config.flag("mlp_bias", false);
    read.hasHeadNorms = kind.hasHeadNorms;
    read.tiedHead = config.flag("tie_word_embeddings", isGemma);
    read.rotary =
        RotaryConfig::read(config, read.headWidth, config.size("max_position_embeddings", kind.positions), kind.theta);
    if (isGemma)
        readGemma(config, read);
    else
        readSlidingLayers(config, kind.type, read);
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
    loaded.m_scoreScale =
        config.scoreScale > 0 ? config.scoreScale : 1.0 / std::sqrt(static_cast<double>(config.headWidth));
    const WeightScope attention = scope / "self_attn";
    loaded.m_query = Linear::load(attention / "q_proj", config.width, inner, config.hasInputBias);
    loaded.m_key = Linear::load(attention / "k_proj", config.width, shared, config.hasInputBias);
    loaded.m_value = Linear::load(attention / "v_proj", config.width, shared, config.hasInputBias);
    loaded.m_out = Linear::load(attention / "o_proj", inner, config.width, config.hasOutputBias);
    if (config.hasHeadNorms) {
        loaded.m_queryNorm = Norm::rms(attention / "q_norm", config.headWidth, config.epsilon, config.normsAddOne);
        loaded.m_keyNorm = Norm::rms(attention / "k_norm", config.headWidth, config.epsilon, config.normsAddOne);
    }
    attention.ignore("rotary_emb.inv_freq");
    const auto norm = [&](std::string_view name) {
        return Norm::rms(scope / name, config.width, config.epsilon, config.normsAddOne);
    };
    loaded.m_attentionNorm = norm("input_layernorm");
    loaded.m_gate = Linear::load(scope / "mlp" / "gate_proj", config.width, config.mlpWidth, config.hasMlpBias);
    loaded.m_up = Linear::load(scope / "mlp" / "up_proj", config.width, config.mlpWidth, config.hasMlpBias);
    loaded.m_down = Linear::load(scope / "mlp" / "down_proj", config.mlpWidth, config.width, config.hasMlpBias);
    loaded.m_mlpNorm = norm(config.hasOuterNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm");
    if (config.hasOuterNorms) {
        loaded.m_attentionOuterNorm = norm("post_attention_layernorm");
        loaded.m_mlpOuterNorm = norm("post_feedforward_layernorm");
    }
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
    const RotaryTables& rotary = m_isSliding ? context.slidingRotary : context.rotary;
    query = rotate(query, rotary);
    key = rotate(key, rotary);
    if (context.cache != nullptr) {
        KeyValueCache& seen = *context.cache;
        seen.key = seen.key.defined() ? at::cat({seen.key, key}, 2) : key;
        seen.value = seen.value.defined() ? at::cat({seen.value, value}, 2) : value;
        key = seen.key;
        value = seen.value;
    }
    const std::string map = name + ".attention";
    const at::Tensor looked =
        backend::attend(query, shareHeads(key, m_heads), shareHeads(value, m_heads),
                        m_isSliding ? context.slidingMask : context.mask, m_scoreScale, map, trace);
    return m_out(trace.passInner(map + ".context", mergeHeads(looked)));
}

at::Tensor LlamaLayer::operator()(const at::Tensor& tokens, const LlamaContext& context, const std::string& name,
                                  backend::Trace& trace) const {
    at::Tensor seen = attend(m_attentionNorm(tokens), context, name, trace);
    if (m_attentionOuterNorm.weight.defined())
        seen = m_attentionOuterNorm(seen);
    const at::Tensor looked = tokens + seen;
    const at::Tensor inner = m_mlpNorm(looked);
    at::Tensor added = m_down(backend::sharedProduct(activate(m_gate(inner), m_activation), m_up(inner)));
    if (m_mlpOuterNorm.weight.defined())
        added = m_mlpOuterNorm(added);
    return trace.pass(name + ".hidden", looked + trace.passInner(name + ".mlp", added));
}

LlamaDecoder LlamaDecoder::load(const WeightScope& scope, const WeightScope& head, const LlamaConfig& config) {
    LlamaDecoder decoder;
    decoder.m_config = config;
    WordMaps words = loadWordMaps(scope / "embed_tokens", head, config.vocabulary, config.width, config.tiedHead);
    decoder.m_embeddings = std::move(words.embeddings);
    decoder.m_head.weight = std::move(words.head);
    for (int i = 0; i < config.layers; ++i)
        decoder.m_layers.push_back(LlamaLayer::load(scope / "layers" / i, config, i));
    decoder.m_norm = Norm::rms(scope / "norm", config.width, config.epsilon, config.normsAddOne);
    decoder.m_rotary = Rotary(config.rotary);
    decoder.m_slidingRotary = config.slidingRotary ? Rotary(*config.slidingRotary) : decoder.m_rotary;
    return decoder;
}

at::Tensor LlamaDecoder::embedTokens(const at::Tensor& ids) const {
    const at::Tensor embeddings = embed(m_embeddings, ids);
    return m_config.embeddingScale == 1 ? embeddings : embeddings * m_config.embeddingScale;
}

at::Tensor LlamaDecoder::pass(const DecoderPass& pass, backend::Trace& trace) const {
    trace.record("decoder.hidden.embed", pass.tokens);
    const std::int64_t count = pass.tokens.size(1);
    LlamaContext context;
    context.mask = causalMask(count, pass.mask.size(1) - count, pass.mask, pass.tokens.device(),
                              m_config.imagesLookAhead ? pass.images : at::Tensor());
    if (m_config.window > 0)
        context.slidingMask = slidingMask(context.mask, m_config.window);
    context.rotary = m_rotary.tables(pass.positions);
    context.slidingRotary = m_config.slidingRotary ? m_slidingRotary.tables(pass.positions) : context.rotary;
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
