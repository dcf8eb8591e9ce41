// SPDX-License-Identifier: GPL-3.0-or-later
// The three towers that turn one modality into tokens [batch, n, width], each with a pool into the joint embedding.
#pragma once

#include "inference/backend/torch_modules.h"
#include "inference/models/tri/config.h"
#include "inference/models/tri/layers.h"

namespace triptych::models::tri {

// What a tower yields.
struct Encoded {
    at::Tensor tokens;    // [batch, n, width], normalised
    at::Tensor valid;     // bool [batch, n]; undefined: all
    at::Tensor embedding; // [batch, jointWidth], unit length
};

// Convolution (stride 2), group norm, ReLU and optionally a residual block.
class StemStageImpl : public torch::nn::Module {
public:
    StemStageImpl(int inChannels, int outChannels, bool residual);
    at::Tensor forward(const at::Tensor& picture);

private:
    torch::nn::Conv2d m_reduce;
    torch::nn::GroupNorm m_reduceNorm;
    torch::nn::Conv2d m_first{nullptr};
    torch::nn::GroupNorm m_firstNorm{nullptr};
    torch::nn::Conv2d m_second{nullptr};
    torch::nn::GroupNorm m_secondNorm{nullptr};
};
TORCH_MODULE(StemStage);

class VisionTowerImpl : public torch::nn::Module {
public:
    explicit VisionTowerImpl(const TriConfig& config);
    // pictures [batch, 3, imageEdge, imageEdge], values 0..1. Tokens are the patches, row by row.
    Encoded forward(const at::Tensor& pictures, backend::Trace& trace);
    // Whether the convolutions get gradients.
    void trainStem(bool trained);

private:
    torch::nn::ModuleList m_stem;
    torch::nn::Linear m_embed;
    at::Tensor m_positions;
    torch::nn::ModuleList m_layers;
    torch::nn::LayerNorm m_norm;
    AttentionPool m_pool;
};
TORCH_MODULE(VisionTower);

class TextTowerImpl : public torch::nn::Module {
public:
    explicit TextTowerImpl(const TriConfig& config);
    // ids int64 [batch, n]; valid bool [batch, n].
    Encoded forward(const at::Tensor& ids, const at::Tensor& valid, backend::Trace& trace);

private:
    torch::nn::Embedding m_embed;
    at::Tensor m_positions;
    torch::nn::ModuleList m_layers;
    torch::nn::LayerNorm m_norm;
    AttentionPool m_pool;
};
TORCH_MODULE(TextTower);

class AudioTowerImpl : public torch::nn::Module {
public:
    explicit AudioTowerImpl(const TriConfig& config);
    // mel [batch, frames, melBins], normalised, frames a multiple of audioStride; valid bool [batch, frames /
    // audioStride].
    Encoded forward(const at::Tensor& mel, const at::Tensor& valid, backend::Trace& trace);

private:
    torch::nn::ModuleList m_convolutions;
    torch::nn::ModuleList m_norms;
    at::Tensor m_positions;
    torch::nn::ModuleList m_layers;
    torch::nn::LayerNorm m_norm;
    AttentionPool m_pool;
};
TORCH_MODULE(AudioTower);

} // namespace triptych::models::tri
