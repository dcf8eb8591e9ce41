// SPDX-License-Identifier: GPL-3.0-or-later
// The Swin transformer of CLAP's audio tower: attention inside windows that shift from layer to layer, stages that
// halve the grid.
#pragma once

#include <optional>
#include <vector>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::clap {

struct SwinOptions {
    int width = 96; // of the first stage; doubled in each further one
    int rows = 64;  // grid of the first stage
    int cols = 64;
    int window = 8;
    std::vector<int> depths{2, 2, 6, 2};
    std::vector<int> heads{4, 8, 16, 32};
    double mlpRatio = 4;
    bool attentionBias = true;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;
};

// One layer on a grid of tokens.
class SwinLayer {
public:
    struct Place {
        int width = 0;
        int heads = 0;
        int rows = 0;
        int cols = 0;
        bool isShifted = false;
    };

    [[nodiscard]] static SwinLayer load(const WeightScope& scope, const SwinOptions& options, const Place& place);

    // tokens [batch, rows * cols, width]. Records `<name>.attention` [batch * windows, heads, window^2, window^2],
    // windows in raster order of the shifted grid, and `<name>.hidden`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const std::string& name, backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor attendInWindows(const at::Tensor& tokens, const std::string& name,
                                             backend::Trace& trace) const;
    [[nodiscard]] at::Tensor windowMask(const at::Tensor& values, std::int64_t rows, std::int64_t cols,
                                        std::int64_t batch) const;

    Place m_place;
    int m_window = 0;
    int m_shift = 0;
    Norm m_attentionNorm;
    Attention m_attention;
    at::Tensor m_relativeBias; // [(2 window - 1)^2, heads]
    Norm m_mlpNorm;
    Linear m_up;
    Linear m_down;
    Activation m_activation = Activation::Gelu;
};

class SwinStages {
public:
    // `scope` holds "0", "1", ... with blocks and downsample.
    [[nodiscard]] static SwinStages load(const WeightScope& scope, const SwinOptions& options);

    // [batch, rows * cols, width] -> tokens of the last stage, before any norm. Layers are counted through all stages:
    // `<tower>.layers.<i>.*`.
    [[nodiscard]] at::Tensor operator()(at::Tensor tokens, const std::string& tower, backend::Trace& trace) const;

private:
    // Four neighbours become one token of twice the width.
    struct Merging {
        Norm norm;
        Linear reduction;
    };
    struct Stage {
        std::vector<SwinLayer> layers;
        std::optional<Merging> merging;
        int rows = 0;
        int cols = 0;
    };

    [[nodiscard]] static at::Tensor merge(const at::Tensor& tokens, const Stage& stage);

    std::vector<Stage> m_stages;
};

} // namespace triptych::models::clap
