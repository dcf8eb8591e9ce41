// SPDX-License-Identifier: GPL-3.0-or-later
// What the generation of text needs from a language model that sees its own past only.
#pragma once

#include <vector>

#include <ATen/ATen.h>

#include "inference/backend/trace.h"
#include "inference/models/blocks/attention.h"

namespace triptych::models {

// What was seen before, by layer; empty before the first pass.
using DecoderCache = std::vector<KeyValueCache>;

struct DecoderPass {
    at::Tensor tokens;    // embeddings [batch, n, width]
    at::Tensor positions; // int64 [batch, n], or [3, batch, n] for multimodal rotary positions
    at::Tensor mask;      // [batch, past + n], 1 = token, 0 = padding
    // int64 [batch, past + n]: 1, 2 ... where tokens of the first, second ... image stand, else 0; undefined: nothing
    // depends on it.
    at::Tensor images;
    DecoderCache* cache = nullptr;
};

class CausalDecoder {
public:
    virtual ~CausalDecoder() = default;

    // ids [batch, n] -> [batch, n, width]
    [[nodiscard]] virtual at::Tensor embedTokens(const at::Tensor& ids) const = 0;
    // [batch, n, width] after the last norm. Records decoder.hidden.embed and decoder.layers.<i>.*.
    [[nodiscard]] virtual at::Tensor pass(const DecoderPass& pass, backend::Trace& trace) const = 0;
    // The last norm, for tokens of any layer.
    [[nodiscard]] virtual at::Tensor finish(const at::Tensor& hidden) const = 0;
    // [batch, n, width] -> [batch, n, vocabulary]
    [[nodiscard]] virtual at::Tensor logits(const at::Tensor& hidden) const = 0;
};

} // namespace triptych::models
