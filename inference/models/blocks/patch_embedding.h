// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/blocks/linear.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models {

// Where a folder keeps the parts of the embedding; an empty name: there is no such part. Class token and positions are
// stored as [width], [n, width] or with leading ones.
struct PatchEmbeddingNames {
    std::string_view projection; // scope of the convolution
    std::string_view classToken;
    std::string_view positions;
};

struct PatchEmbeddingSizes {
    int width = 0;
    int channels = 3;
    PixelSize patch{16, 16};
    PixelSize image{224, 224}; // for which the positions were trained
    bool hasBias = true;
    int extraPositions = 0; // positions before the first patch, without a token of the class kind
};

// Patches, a class token where there is one, and learned positions.
class PatchEmbedding {
public:
    [[nodiscard]] static PatchEmbedding load(const WeightScope& scope, const PatchEmbeddingNames& names,
                                             const PatchEmbeddingSizes& sizes);

    // [images, channels, height, width] -> [images, class token + patches, width]; patches in raster order. Positions
    // are interpolated (bicubic) where the grid is another one than in training.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels) const;

    // The patches alone: [images, width, rows, cols].
    [[nodiscard]] at::Tensor project(const at::Tensor& pixels) const;

    [[nodiscard]] int classTokens() const { return m_classToken.defined() ? 1 : 0; }
    [[nodiscard]] const PatchEmbeddingSizes& sizes() const { return m_sizes; }

private:
    PatchEmbeddingSizes m_sizes;
    Linear m_projection;     // weight [width, channels, height, width of a patch]
    at::Tensor m_classToken; // [1, 1, width]
    at::Tensor m_positions;  // [1, n, width]
};

enum class Interpolation { Bilinear, BilinearAlignedCorners, Bicubic };

// positions [1, rows * cols, width] of one grid at the places of another; the same where the grids agree.
[[nodiscard]] at::Tensor resizePositions(const at::Tensor& positions, int rows, int cols, int newRows, int newCols,
                                         Interpolation interpolation);

} // namespace triptych::models
