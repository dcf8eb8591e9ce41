// SPDX-License-Identifier: GPL-3.0-or-later
// The sections "model_cfg" and "preprocess_cfg" of an open_clip_config.json.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "inference/contract/descriptor.h"
#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/preprocess/image_processor.h"
#include "inference/models/towers/bert_tower.h"

namespace triptych::models::open_clip {

// Transformer blocks of either tower.
struct BlockConfig {
    int width = 0;
    int layers = 0;
    int heads = 0;
    int mlpWidth = 0;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;

    [[nodiscard]] LayerOptions layerOptions() const;
};

enum class VisionPool { ClassToken, Mean, Attention };

struct VitConfig {
    BlockConfig blocks;
    PixelSize patch{16, 16};
    PixelSize image{224, 224};
    bool hasPreNorm = true;
    bool normAfterPool = false;
    VisionPool pool = VisionPool::ClassToken;
};

struct ResnetConfig {
    int width = 64; // of the stem; the last stage has 32 times as many channels
    int heads = 32; // of the attention pool
    std::vector<int> blocks{3, 4, 6, 3};
    int imageSize = 224;

    [[nodiscard]] int channels() const { return width * 32; }
};

enum class TimmProjection { None, Linear, Mlp, Classifier };

// "vit_base_patch16_224" and its like; the sizes follow from the name.
struct TimmVitConfig {
    BlockConfig blocks;
    PixelSize patch{16, 16};
    PixelSize image{224, 224};
    VisionPool pool = VisionPool::ClassToken;
    bool normAfterPool = false;
    TimmProjection projection = TimmProjection::Linear;
    bool projectionBias = false;

    // Nothing for other architectures of timm.
    [[nodiscard]] static std::optional<TimmVitConfig> read(const ConfigView& vision);
};

// A text tower of transformers, whose own configuration the folder does not hold: its sizes are those of the weights,
// with heads of 64 as in every published BERT and RoBERTa.
struct BertTextConfig {
    BertConfig bert;
    bool readsPooler = false; // else the first token itself
    int projectionLayers = 2; // without biases

    // `scope` holds transformer and proj. Nothing for other architectures and poolers.
    [[nodiscard]] static std::optional<BertTextConfig> read(const ConfigView& text, const WeightScope& scope,
                                                            int padToken);
};

enum class TextPool { First, Last, LargestId, EndToken };

struct TextConfig {
    BlockConfig blocks;
    int vocabulary = 49408;
    int context = 77; // positions
    bool isCausal = true;
    TextPool pool = TextPool::LargestId;
    int endToken = 2;
    bool hasProjection = true;
    bool projectionBias = false;
};

enum class ResizeMode { Shortest, Longest, Squash };

struct PreprocessConfig {
    PixelSize size{224, 224};
    ResizeMode mode = ResizeMode::Shortest;
    formats::ResizeFilter filter = formats::ResizeFilter::Bicubic;
    int fill = 0;        // grey value around a picture that is smaller than `size`
    ImageOptions values; // mean and deviation
};

struct OpenClipConfig {
    int joint = 512;
    std::variant<VitConfig, ResnetConfig, TimmVitConfig> vision;
    std::variant<TextConfig, BertTextConfig> text;
    bool hasOwnTokenizer = false; // of Hugging Face, which pads with its own id
    bool stripsSeparator = false; // the end token of that tokenizer is replaced by 0
    int context = 77;
    PreprocessConfig preprocess;

    // `padToken`: of the folder's tokenizer. Unsupported for other towers of other libraries and for parts that
    // open_clip itself calls custom.
    [[nodiscard]] static Result<OpenClipConfig> read(const ConfigView& config, const WeightScope& weights,
                                                     int padToken);

    // What every vision tower has.
    [[nodiscard]] PixelSize patch() const;
    [[nodiscard]] VisionPool visionPool() const;
    // Without layers where a ResNet sees.
    [[nodiscard]] TowerDescriptor visionTower() const;
    [[nodiscard]] TowerDescriptor textTower() const;
    [[nodiscard]] int vocabulary() const;
};

} // namespace triptych::models::open_clip
