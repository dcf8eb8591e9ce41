// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/prompt.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::idefics {

[[nodiscard]] ImageOptions readImages(const ConfigView& preprocessor);

// The marks of an image in a prompt: <fake_token_around_image><image><fake_token_around_image>; neighbouring images
// share the mark between them.
[[nodiscard]] Result<std::vector<PromptRow>> imagePrompts(const std::vector<std::string>& texts, int images,
                                                          const text::Tokenizer& tokenizer);

// Encodes the rows, padded on the left with `padId`; shows the first one.
[[nodiscard]] Result<void> addImagePrompts(const std::vector<PromptRow>& rows, const text::Tokenizer& tokenizer,
                                           std::int64_t padId, PreparedSample& prepared);

// `input.image_attention_mask` [rows, tokens, images] int64: a token may read the last image before it, until the text
// ends.
[[nodiscard]] at::Tensor imageMask(const at::Tensor& ids, std::int64_t images, const text::Tokenizer& tokenizer);

// [all images, 3, h, w] in the order of the rows -> [rows, most images of a row, 3, h, w], filled up with 0.
[[nodiscard]] at::Tensor imagesByRow(const std::vector<ProcessedImage>& images, const std::vector<PromptRow>& rows);

} // namespace triptych::models::idefics
