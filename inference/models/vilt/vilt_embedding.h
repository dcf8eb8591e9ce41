// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/towers/bert_tower.h"
#include "inference/models/towers/vit_config.h"

namespace triptych::models::vilt {

struct ViltConfig {
    VitConfig layers;
    BertConfig text;
    int imageSize = 384;
    int patchSize = 32;
    int channels = 3;
    int modalities = 2;
    int maxPatches = -1; // of one image; negative: all

    [[nodiscard]] static ViltConfig read(const ConfigView& config);
    [[nodiscard]] PixelSize patch() const { return {patchSize, patchSize}; }
};

// Rows and columns of patches that show the image and not its padding.
struct ValidGrid {
    int rows = 0;
    int cols = 0;
};

// mask [images, h, w], 1 = image -> the same per patch, bool [images, rows, cols].
[[nodiscard]] at::Tensor patchMask(const at::Tensor& mask, PixelSize patch);
// Of a patch mask [images, rows, cols].
[[nodiscard]] std::vector<ValidGrid> validGrids(const at::Tensor& patches);

// Tokens of one kind, and which of them are no padding: [batch, n, width] and int64 [batch, n].
struct MaskedTokens {
    at::Tensor tokens;
    at::Tensor mask;
};

// Word embeddings, and patch embeddings with positions of each image's own grid; both with the embedding of their
// modality.
class ViltEmbedding {
public:
    // `scope` holds text_embeddings, patch_embeddings, cls_token, position_embeddings and token_type_embeddings.
    [[nodiscard]] static ViltEmbedding load(const WeightScope& scope, const ViltConfig& config);

    [[nodiscard]] at::Tensor words(const BertInputs& inputs) const;

    // pixels [images, channels, h, w], mask [images, h, w] -> the class token and as many patches as the largest image
    // has: those of the image in raster order, then patches of the padding. InvalidInput for an image of padding.
    [[nodiscard]] Result<MaskedTokens> patches(const at::Tensor& pixels, const at::Tensor& mask) const;

private:
    // [1, rows * cols, width]; 0 outside the grid.
    [[nodiscard]] at::Tensor positionsOf(const ValidGrid& grid, int rows, int cols) const;

    ViltConfig m_config;
    BertEmbedding m_words;
    PatchEmbedding m_patches;
    at::Tensor m_classToken; // [1, 1, width]
    at::Tensor m_positions;  // [1, 1 + patches, width]
    at::Tensor m_modalities; // [modalities, width]: words, image
};

} // namespace triptych::models::vilt
