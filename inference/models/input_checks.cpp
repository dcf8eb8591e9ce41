// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/input_checks.h"

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

bool isWithin(const at::Tensor& ids, std::int64_t limit) {
    return ids.min().item<std::int64_t>() >= 0 && ids.max().item<std::int64_t>() < limit;
}

} // namespace

Result<void> checkPixels(const PreparedSample& sample, PixelSize patch) {
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (!pixels.defined())
        return {};
    if (!pixels.is_floating_point() || pixels.dim() != 4 || pixels.size(0) == 0 || pixels.size(1) != 3 ||
        pixels.size(2) < patch.height || pixels.size(3) < patch.width)
        return fail(ErrorCode::InvalidInput, "The pixels are not [images, 3, height, width] with at least one patch.",
                    "input.pixel_values");
    const at::Tensor mask = inputOf(sample, "input.pixel_mask");
    if (mask.defined() &&
        (mask.dim() != 3 || mask.sizes() != at::IntArrayRef{pixels.size(0), pixels.size(2), pixels.size(3)}))
        return fail(ErrorCode::InvalidInput, "The mask has another size than the pixels.", "input.pixel_mask");
    return {};
}

Result<void> checkTokens(const PreparedSample& sample, const TokenLimits& limits) {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    if (!ids.defined())
        return {};
    if (ids.scalar_type() != at::kLong || ids.dim() != 2 || ids.numel() == 0 || ids.size(1) > limits.tokens)
        return fail(ErrorCode::InvalidInput,
                    "The token ids are not int64 [texts, tokens] with 1 to " + std::to_string(limits.tokens) +
                        " tokens.",
                    "input.input_ids");
    if (!isWithin(ids, limits.vocabulary))
        return fail(ErrorCode::InvalidInput,
                    "A token id is outside the vocabulary of " + std::to_string(limits.vocabulary) +
                        " words; the ids come from another tokenizer.",
                    "input.input_ids");
    for (const char* name : {"input.attention_mask", "input.token_type_ids"})
        if (const at::Tensor other = inputOf(sample, name); other.defined() && other.sizes() != ids.sizes())
            return fail(ErrorCode::InvalidInput, "This tensor has another shape than the token ids.", name);
    const at::Tensor types = inputOf(sample, "input.token_type_ids");
    if (limits.types > 0 && types.defined() && (types.scalar_type() != at::kLong || !isWithin(types, limits.types)))
        return fail(ErrorCode::InvalidInput,
                    "The segment ids are not int64 below " + std::to_string(limits.types) + ".",
                    "input.token_type_ids");
    return {};
}

} // namespace triptych::models
