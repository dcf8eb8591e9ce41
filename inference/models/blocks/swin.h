// SPDX-License-Identifier: GPL-3.0-or-later
// Swin transformer: attention inside windows of a grid, every other block over shifted windows, and grids that shrink
// by two from stage to stage.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/attention.h"
#include "inference/models/blocks/patch_embedding.h"

namespace triptych::models {

struct SwinConfig {
    int width = 96; // of the first stage; every later one has twice as much
    PixelSize patch{4, 4};
    PixelSize image{224, 224}; // for which absolute positions were trained
    int channels = 3;
    std::vector<int> depths{2, 2, 6, 2};
    std::vector<int> heads{3, 6, 12, 24};
    int window = 7;
    double mlpRatio = 4;
    bool queryBias = true;
    bool absolutePositions = false;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;

    // A configuration of the model type "swin". Checks that the heads divide the widths.
    [[nodiscard]] static SwinConfig read(const ConfigView& config);
    [[nodiscard]] int stageWidth(std::size_t stage) const { return width << stage; }
};

// One block of a stage.
class SwinBlock {
public:
    // `shift`: rows and columns by which the windows are moved, 0: none.
    [[nodiscard]] static SwinBlock load(const WeightScope& scope, const SwinConfig& config, std::size_t stage,
                                        int shift);

    // grid [images, rows, cols, width]. `fitWindow`: a grid that is not larger than the window is one window, not
    // shifted; else it is padded to whole windows. Attention is recorded as `name` [images * windows, heads, n, n]
    // where that is not empty.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& grid, bool fitWindow, const std::string& name,
                                        backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor attend(const at::Tensor& windows, const at::Tensor& mask, const std::string& name,
                                    backend::Trace& trace) const;
    [[nodiscard]] at::Tensor relativeBias(const at::Tensor& values, int window) const;

    int m_window = 7;
    int m_shift = 0;
    Attention m_attention;
    at::Tensor m_bias; // [(2 window - 1)^2, heads]
    Norm m_before;
    Norm m_after;
    Linear m_up;
    Linear m_down;
    Activation m_activation = Activation::Gelu;
};

// Four neighbours become one token of twice the width: [images, rows, cols, w] -> [images, ceil(rows / 2), ceil(cols /
// 2), 2 w].
class SwinMerging {
public:
    [[nodiscard]] static SwinMerging load(const WeightScope& scope, std::int64_t width);
    [[nodiscard]] at::Tensor operator()(at::Tensor grid) const;

private:
    Norm m_norm;
    Linear m_reduction;
};

// Blocks of one grid size.
[[nodiscard]] std::vector<SwinBlock> loadSwinBlocks(const WeightScope& scope, const SwinConfig& config,
                                                    std::size_t stage);

// All stages as a backbone: normalised maps of those that are asked for.
class SwinBackbone {
public:
    // `outputs`: 0 is the patch embedding, i the output of stage i before merging; ascending. `scope` holds embeddings,
    // encoder and hidden_states_norms.
    [[nodiscard]] static SwinBackbone load(const WeightScope& scope, const SwinConfig& config,
                                           std::vector<int> outputs);

    // [images, channels, height, width] -> per output [images, width of the stage, rows, cols]
    [[nodiscard]] std::vector<at::Tensor> operator()(at::Tensor pixels) const;

private:
    [[nodiscard]] at::Tensor embedPixels(at::Tensor pixels) const;

    SwinConfig m_config;
    std::vector<int> m_outputs;
    PatchEmbedding m_patches;
    at::Tensor m_positions; // [1, patches, width] or undefined
    Norm m_embeddingNorm;
    std::vector<std::vector<SwinBlock>> m_stages;
    std::vector<SwinMerging> m_mergings;
    std::vector<Norm> m_norms; // per output
};

} // namespace triptych::models
