// SPDX-License-Identifier: GPL-3.0-or-later
// The sections "model_cfg" and "preprocess_cfg" of an open_clip_config.json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/preprocess/image_processor.h"

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

enum class VisionPool { ClassToken, Mean };

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

enum class TextPool { First, Last, LargestId, EndToken };

struct TextConfig {
    BlockConfig blocks;
    int vocabulary = 49408;
    int context = 77;
    bool isCausal = true;
    TextPool pool = TextPool::LargestId;
    int endToken = 2;
    bool hasProjection = true;
    bool projectionBias = false;
    bool hasOwnTokenizer = false; // of Hugging Face, which pads with its own id
    bool stripsSeparator = false; // the end token of that tokenizer is replaced by 0
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
    std::optional<VitConfig> vit; // one of the two
    std::optional<ResnetConfig> resnet;
    TextConfig text;
    PreprocessConfig preprocess;

    // Unsupported for towers of other libraries and for parts that open_clip itself calls custom.
    [[nodiscard]] static Result<OpenClipConfig> read(const ConfigView& config);
};

} // namespace triptych::models::open_clip
