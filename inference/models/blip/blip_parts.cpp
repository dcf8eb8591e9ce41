// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blip/blip_parts.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/blip/blip_caption_model.h"
#include "inference/models/blip/blip_retrieval_model.h"

namespace triptych::models::blip {

namespace {

constexpr LayerNames visionLayerNames{
    "self_attn", "layer_norm1", {"", "", "", "projection", "qkv"}, "mlp.fc1", "mlp.fc2", "layer_norm2", "", ""};

} // namespace

VisionConfig VisionConfig::read(const ConfigView& config) {
    VisionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

VisionTower VisionTower::load(const WeightScope& scope, const VisionConfig& config) {
    VisionTower tower;
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.patch = config.patch();
    sizes.image = {config.imageSize, config.imageSize};
    tower.m_embedding =
        PatchEmbedding::load(scope / "embeddings", {"patch_embedding", "class_embedding", "position_embedding"}, sizes);
    LayerOptions options;
    options.names = visionLayerNames;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    tower.m_layers = loadLayers(scope / "encoder" / "layers", config.layers, options);
    tower.m_postNorm = Norm::layer(scope / "post_layernorm", config.width, config.epsilon);
    return tower;
}

at::Tensor VisionTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    return m_postNorm(passLayers(m_layers, tokens, {}, "vision", trace));
}

BertConfig readTextConfig(const ConfigView& config, const VisionConfig& vision) {
    BertConfig defaults;
    defaults.heads = 8;
    defaults.vocabulary = 30524;
    BertConfig read = BertConfig::read(config, defaults);
    read.types = 0;
    read.crossKeyWidth = vision.width;
    return read;
}

ImageOptions readImages(const ConfigView& preprocessor) {
    ImageOptions defaults;
    defaults.size = {384, 384};
    defaults.mean = clipMean;
    defaults.deviation = clipDeviation;
    return readImageOptions(preprocessor, defaults);
}

std::size_t longestText(const text::Tokenizer& tokenizer, const BertConfig& config) {
    const auto positions = static_cast<std::size_t>(config.positions);
    return std::min(positions, tokenizer.facts().modelMaxLength.value_or(positions));
}

Result<ModelPtr> build(FamilySource& source) {
    const bool isNamed = source.config.has("architectures");
    const auto& weights = source.weights;
    if (namesArchitecture(source.config, "BlipForImageTextRetrieval") || (!isNamed && weights.hasAny("itm_head")))
        return RetrievalModel::build(source);
    if (namesArchitecture(source.config, "BlipForConditionalGeneration") ||
        (!isNamed && weights.hasAny("text_decoder") && !weights.hasAny("text_encoder")))
        return CaptionModel::build(source);
    return fail(ErrorCode::Unsupported,
                "Of the BLIP models, those for matching (BlipForImageTextRetrieval) and for captions "
                "(BlipForConditionalGeneration) can be opened; choose a folder of one of them.",
                source.config.where());
}

} // namespace triptych::models::blip
