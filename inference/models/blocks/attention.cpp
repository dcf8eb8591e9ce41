// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/attention.h"

#include <cmath>
#include <vector>

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

bool areAlike(const at::Tensor& one, const at::Tensor& other) {
    return one.sizes() == other.sizes() && one.scalar_type() == other.scalar_type() && one.device() == other.device();
}

at::Tensor biasOrZeros(const Linear& map) {
    return map.bias.defined() ? map.bias : at::zeros({map.weight.size(0)}, map.weight.options());
}

// Three maps of the same tokens as one, which copies them; nothing on the CPU, where they stay mapped, and where they
// do not fit together.
Linear joined(const Linear& query, const Linear& key, const Linear& value) {
    if (query.weight.is_cpu() || query.weight.is_meta() || !areAlike(query.weight, key.weight) ||
        !areAlike(query.weight, value.weight))
        return {};
    const bool hasBias = query.bias.defined() || key.bias.defined() || value.bias.defined();
    return {at::cat({query.weight, key.weight, value.weight}),
            hasBias ? at::cat({biasOrZeros(query), biasOrZeros(key), biasOrZeros(value)}) : at::Tensor()};
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
        attention.m_joint = loadFused(scope, names.fused, sizes.width, 3 * inner, sizes.queryBias);
    } else {
        attention.m_query = Linear::load(scope / names.query, sizes.width, inner, sizes.queryBias);
        attention.m_key = Linear::load(scope / names.key, keyWidth, inner, sizes.keyBias);
        attention.m_value = Linear::load(scope / names.value, keyWidth, inner, sizes.valueBias);
        attention.m_joint = joined(attention.m_query, attention.m_key, attention.m_value);
    }
    if (const Linear& all = attention.m_joint; all.weight.defined()) {
        attention.m_query = all.rows(0, inner);
        attention.m_key = all.rows(inner, inner);
        attention.m_value = all.rows(2 * inner, inner);
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
    return look(splitHeads(m_query(queries), m_heads), seen, mask, name, trace);
}

at::Tensor Attention::self(const at::Tensor& tokens, const at::Tensor& mask, const std::string& name,
                           backend::Trace& trace, KeyValueCache* cache) const {
    KeyValueCache seen;
    at::Tensor query;
    if (m_joint.weight.defined()) {
        const std::vector<at::Tensor> parts = splitHeads(m_joint(tokens), 3 * m_heads).chunk(3, 1);
        query = parts[0];
        seen = {parts[1], parts[2]};
    } else {
        query = splitHeads(m_query(tokens), m_heads);
        seen = {splitHeads(m_key(tokens), m_heads), splitHeads(m_value(tokens), m_heads)};
    }
    if (cache != nullptr) {
        if (cache->key.defined())
            seen = {at::cat({cache->key, seen.key}, 2), at::cat({cache->value, seen.value}, 2)};
        *cache = seen;
    }
    return look(query, seen, mask, name, trace);
}

at::Tensor Attention::look(const at::Tensor& query, const KeyValueCache& seen, const at::Tensor& mask,
                           const std::string& name, backend::Trace& trace) const {
    recordInner(query, seen, name, trace);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    recordValueSelf(seen.value, scale, name, trace);
    const at::Tensor looked = mergeHeads(backend::attend(query, seen.key, seen.value, mask, scale, name, trace));
    return m_out(trace.passInner(name + ".context", looked));
}

void Attention::recordInner(const at::Tensor& perHead, const KeyValueCache& seen, const std::string& name,
                            backend::Trace& trace) const {
    if (!trace.wantsInner(name + ".query"))
        return;
    const at::Tensor query = mergeHeads(perHead);
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

} // namespace triptych::models
