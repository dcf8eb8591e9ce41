// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/linear.h"
#include "inference/models/blocks/rotary.h"
#include "inference/models/qwen2_vl/positions.h"

namespace triptych::models::qwen2_vl {

struct VisionConfig {
    int layers = 32;
    int width = 1280;
    int heads = 16;
    int mlpWidth = 5120;
    int outWidth = 3584;
    int channels = 3;
    int patch = 14;
    int merge = 2;
    int frames = 2;
    double theta = 10000;
    Activation activation = Activation::QuickGelu;
    // Qwen2.5-VL: RMS norms, a gated MLP, and attention within windows of `window` pixels in all layers but some.
    bool isGated = false;
    int window = 0;
    std::vector<int> fullLayers;

    // A "vision_config" section of Qwen2-VL, or of Qwen2.5-VL.
    [[nodiscard]] static VisionConfig read(const ConfigView& config, bool isSecondGeneration);
};

class VisionLayer {
public:
    [[nodiscard]] static VisionLayer load(const WeightScope& scope, const VisionConfig& config);

    // Images are ranges of the packed tokens [patches, width]; `masks` has one per image, or none. Records
    // `<name>.image.<k>.attention` [1, heads, patches of k, patches of k] and `<name>.hidden`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const std::vector<std::int64_t>& lengths,
                                        const std::vector<at::Tensor>& masks, const RotaryTables& rotary,
                                        const std::string& name, backend::Trace& trace) const;

private:
    void loadAttention(const WeightScope& scope, std::int64_t width);
    [[nodiscard]] at::Tensor attend(const at::Tensor& tokens, const std::vector<std::int64_t>& lengths,
                                    const std::vector<at::Tensor>& masks, const RotaryTables& rotary,
                                    const std::string& name, backend::Trace& trace) const;
    [[nodiscard]] at::Tensor feedForward(const at::Tensor& tokens) const;

    int m_heads = 1;
    Activation m_activation = Activation::QuickGelu;
    Norm m_attentionNorm;
    Linear m_query;
    Linear m_key;
    Linear m_value;
    Linear m_out;
    Norm m_mlpNorm;
    Linear m_gate; // undefined without a gate
    Linear m_up;
    Linear m_down;
};

// Patches with 2-D rotary positions; every merge x merge of them become one token of the language model.
class VisionTower {
public:
    [[nodiscard]] static VisionTower load(const WeightScope& scope, const VisionConfig& config);

    // patches [patches of all images, 3 * frames * patch * patch] -> [tokens, outWidth]. Records vision.hidden.embed
    // and the layers; frames of one grid do not see each other.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& patches, const std::vector<ImageGrid>& grids,
                                        backend::Trace& trace) const;

    [[nodiscard]] const VisionConfig& config() const { return m_config; }

private:
    // Which patches of a grid's frame stand in one window: additive [1, 1, n, n].
    [[nodiscard]] at::Tensor windowMask(const at::Tensor& places) const;
    [[nodiscard]] RotaryTables rotary(const at::Tensor& places) const;

    VisionConfig m_config;
    Linear m_embedding;
    std::vector<VisionLayer> m_layers;
    Norm m_mergeNorm;
    Linear m_mergeFirst;
    Linear m_mergeSecond;
};

} // namespace triptych::models::qwen2_vl
