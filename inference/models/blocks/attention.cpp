// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/attention.h"

#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"

namespace triptych::models {

namespace {

// "qkv" names qkv.weight, "in_proj_" names in_proj_weight.
Linear loadFused(const WeightScope& scope, std::string_view name, std::int64_t in, std::int64_t out, bool hasBias) {
    if (!name.ends_with('_'))
        return Linear::load(scope / name, in, out, hasBias);
    const std::string stem(name);
    return {scope.take(stem + "weight", {out, in}), hasBias ? scope.take(stem + "bias", {out}) : at::Tensor()};
}

} // namespace

at::Tensor splitHeads(const at::Tensor& tokens, int heads) {
    return tokens.unflatten(-1, {heads, -1}).transpose(1, 2);
}

at::Tensor mergeHeads(const at::Tensor& perHead) {
    return perHead.transpose(1, 2).flatten(-2);
}

Attention Attention::load(const WeightScope& scope, const AttentionNames& names, const AttentionSizes& sizes) {
    const std::int64_t keyWidth = sizes.keyWidth > 0 ? sizes.keyWidth : sizes.width;
    const std::int64_t inner =
        sizes.headWidth > 0 ? std::int64_t{sizes.headWidth} * sizes.heads : std::int64_t{sizes.width};
    Attention attention;
    attention.m_heads = sizes.heads;
    if (!names.fused.empty()) {
        const Linear all = loadFused(scope, names.fused, sizes.width, 3 * inner, sizes.queryBias);
        attention.m_query = all.rows(0, inner);
        attention.m_key = all.rows(inner, inner);
        attention.m_value = all.rows(2 * inner, inner);
    } else {
        attention.m_query = Linear::load(scope / names.query, sizes.width, inner, sizes.queryBias);
        attention.m_key = Linear::load(scope / names.key, keyWidth, inner, sizes.keyBias);
        attention.m_value = Linear::load(scope / names.value, keyWidth, inner, sizes.valueBias);
    }
    attention.m_out = Linear::load(scope / names.out, inner, sizes.width, sizes.outBias);
    return attention;
}

at::Tensor Attention::cross(const at::Tensor& queries, const at::Tensor& tokens, const at::Tensor& mask,
                            const std::string& name, backend::Trace& trace, KeyValueCache* cache) const {
    KeyValueCache seen = cache != nullptr ? *cache : KeyValueCache{};
    if (!seen.key.defined()) {
        seen.key = splitHeads(m_key(tokens), m_heads);
        seen.value = splitHeads(m_value(tokens), m_heads);
        if (cache != nullptr)
            *cache = seen;
    }
    const at::Tensor query = splitHeads(m_query(queries), m_heads);
    recordInner(mergeHeads(query), seen, name, trace);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    recordValueSelf(seen.value, scale, name, trace);
    const at::Tensor looked = mergeHeads(backend::attend(query, seen.key, seen.value, mask, scale, name, trace));
    return m_out(trace.passInner(name + ".context", looked));
}

void Attention::recordInner(const at::Tensor& query, const KeyValueCache& seen, const std::string& name,
                            backend::Trace& trace) const {
    if (!trace.wantsInner(name + ".query"))
        return;
    const at::Tensor key = mergeHeads(seen.key);
    trace.recordInner(name + ".query", query);
    trace.recordInner(name + ".key", key);
    trace.recordInner(name + ".value", mergeHeads(seen.value));
    trace.recordInner(name + ".query_out", m_out(query));
    trace.recordInner(name + ".key_out", m_out(key));
}

// Values in the place of queries and keys (Li et al., CLIP Surgery, 2023).
void Attention::recordValueSelf(const at::Tensor& value, double scale, const std::string& name,
                                backend::Trace& trace) const {
    if (!trace.wantsInner(name + ".value_self"))
        return;
    const at::Tensor alike = at::softmax(at::matmul(value, value.transpose(-2, -1)) * scale, -1);
    trace.recordInner(name + ".value_self", m_out(mergeHeads(at::matmul(alike, value))));
}

at::Tensor Attention::self(const at::Tensor& tokens, const at::Tensor& mask, const std::string& name,
                           backend::Trace& trace, KeyValueCache* cache) const {
    if (cache == nullptr)
        return cross(tokens, tokens, mask, name, trace);
    const at::Tensor key = splitHeads(m_key(tokens), m_heads);
    const at::Tensor value = splitHeads(m_value(tokens), m_heads);
    cache->key = cache->key.defined() ? at::cat({cache->key, key}, 2) : key;
    cache->value = cache->value.defined() ? at::cat({cache->value, value}, 2) : value;
    return cross(tokens, tokens, mask, name, trace, cache);
}

} // namespace triptych::models
