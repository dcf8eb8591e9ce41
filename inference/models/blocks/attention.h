// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "inference/backend/trace.h"
#include "inference/models/blocks/linear.h"

namespace triptych::models {

// Where a folder keeps the four maps of an attention, below the scope of its layer.
struct AttentionNames {
    std::string_view query;
    std::string_view key;
    std::string_view value;
    std::string_view out;
    // One map for query, key and value; used where it is not empty. "in_proj_": the parts are in_proj_weight and
    // in_proj_bias, as PyTorch's own attention names them.
    std::string_view fused;
};

// Keys and values [batch, heads, n, d] of what was seen before. Self-attention appends to it; cross-attention fills it
// once and reads it again.
struct KeyValueCache {
    at::Tensor key;
    at::Tensor value;
};

struct AttentionSizes {
    int width = 0;
    int heads = 0;
    int keyWidth = 0; // of the tokens that are looked at; 0: width
    bool queryBias = true;
    bool keyBias = true;
    bool valueBias = true;
    bool outBias = true;
    int headWidth = 0; // 0: width / heads
};

// Multi-head attention: softmax(q k^T / sqrt(d) + mask) v.
class Attention {
public:
    [[nodiscard]] static Attention load(const WeightScope& scope, const AttentionNames& names,
                                        const AttentionSizes& sizes);

    // queries [batch, q, width] look at tokens [batch, k, keyWidth]; the mask is added to [batch, heads, q, k], see
    // masks.h. Recorded as `name`.
    [[nodiscard]] at::Tensor cross(const at::Tensor& queries, const at::Tensor& tokens, const at::Tensor& mask,
                                   const std::string& name, backend::Trace& trace,
                                   KeyValueCache* cache = nullptr) const;
    [[nodiscard]] at::Tensor self(const at::Tensor& tokens, const at::Tensor& mask, const std::string& name,
                                  backend::Trace& trace, KeyValueCache* cache = nullptr) const;

    [[nodiscard]] const Linear& query() const { return m_query; }
    [[nodiscard]] const Linear& key() const { return m_key; }
    [[nodiscard]] const Linear& value() const { return m_value; }
    [[nodiscard]] const Linear& out() const { return m_out; }
    [[nodiscard]] int heads() const { return m_heads; }

private:
    // query [batch, heads, q, d] looks at what was seen.
    [[nodiscard]] at::Tensor look(const at::Tensor& query, const KeyValueCache& seen, const at::Tensor& mask,
                                  const std::string& name, backend::Trace& trace) const;
    // What Trace::watchInner describes.
    void recordInner(const at::Tensor& perHead, const KeyValueCache& seen, const std::string& name,
                     backend::Trace& trace) const;
    void recordValueSelf(const at::Tensor& value, double scale, const std::string& name, backend::Trace& trace) const;

    Linear m_query;
    Linear m_key;
    Linear m_value;
    Linear m_out;
    // Query, key and value below each other, where one product computes them: a GPU waits for every product to start.
    Linear m_joint;
    int m_heads = 1;
};

// [batch, n, heads * d] -> [batch, heads, n, d], and back.
[[nodiscard]] at::Tensor splitHeads(const at::Tensor& tokens, int heads);
[[nodiscard]] at::Tensor mergeHeads(const at::Tensor& perHead);

// The layouts of published folders.
inline constexpr AttentionNames clipAttentionNames{"q_proj", "k_proj", "v_proj", "out_proj", ""};
inline constexpr AttentionNames bertAttentionNames{"self.query", "self.key", "self.value", "output.dense", ""};
// LibTorch's own multi-head attention.
inline constexpr AttentionNames packedAttentionNames{"", "", "", "out_proj", "in_proj_"};

} // namespace triptych::models
