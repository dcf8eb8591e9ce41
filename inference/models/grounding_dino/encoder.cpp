// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/encoder.h"

#include <cmath>

#include "inference/backend/attention.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::grounding_dino {

namespace {

// Centres of all places of all levels as fractions of the valid part, and from there of each level's map.
at::Tensor centresOf(const Pyramid& pyramid) {
    const auto options = pyramid.tokens.options();
    std::vector<at::Tensor> centres;
    for (std::size_t level = 0; level < pyramid.sizes.size(); ++level) {
        const auto [rows, cols] = pyramid.sizes[level];
        const at::Tensor ratio = pyramid.ratios.select(1, static_cast<std::int64_t>(level));
        const at::Tensor y = at::linspace(0.5, rows - 0.5, rows, options).repeat_interleave(cols).unsqueeze(0);
        const at::Tensor x = at::linspace(0.5, cols - 0.5, cols, options).repeat({rows}).unsqueeze(0);
        centres.push_back(at::stack({x / (ratio.narrow(1, 0, 1) * cols), y / (ratio.narrow(1, 1, 1) * rows)}, -1));
    }
    return at::cat(centres, 1).unsqueeze(2) * pyramid.ratios.unsqueeze(1);
}

constexpr double textTemperature = 10000;

} // namespace

FusionLayer FusionLayer::load(const WeightScope& scope, const DinoConfig& config) {
    const int inner = config.encoderMlp / 2;
    const int width = config.width;
    const WeightScope maps = scope / "attn";
    FusionLayer layer;
    layer.m_heads = config.encoderHeads / 2;
    layer.m_imageNorm = Norm::layer(scope / "layer_norm_vision", width, config.epsilon);
    layer.m_textNorm = Norm::layer(scope / "layer_norm_text", width, config.epsilon);
    layer.m_image = Linear::load(maps / "vision_proj", width, inner);
    layer.m_text = Linear::load(maps / "text_proj", width, inner);
    layer.m_imageValue = Linear::load(maps / "values_vision_proj", width, inner);
    layer.m_textValue = Linear::load(maps / "values_text_proj", width, inner);
    layer.m_imageOut = Linear::load(maps / "out_vision_proj", inner, width);
    layer.m_textOut = Linear::load(maps / "out_text_proj", inner, width);
    layer.m_imageScale = scope.take("vision_param", {width});
    layer.m_textScale = scope.take("text_param", {width});
    return layer;
}

Fused FusionLayer::operator()(const Fused& inputs, const at::Tensor& imageMask, const at::Tensor& textMask,
                              std::size_t layer, backend::Trace& trace) const {
    const at::Tensor image = m_imageNorm(inputs.image);
    const at::Tensor text = m_textNorm(inputs.text);
    const at::Tensor places = splitHeads(m_image(image), m_heads);
    const at::Tensor words = splitHeads(m_text(text), m_heads);
    const double scale = 1.0 / std::sqrt(static_cast<double>(places.size(-1)));
    const at::Tensor toImage = backend::attend(places, words, splitHeads(m_textValue(text), m_heads), textMask, scale,
                                               layerName("fusion_vision", layer) + ".cross_attention", trace);
    const at::Tensor toText = backend::attend(words, places, splitHeads(m_imageValue(image), m_heads), imageMask, scale,
                                              layerName("fusion_text", layer) + ".cross_attention", trace);
    return {image + like(image, m_imageScale) * m_imageOut(mergeHeads(toImage)),
            text + like(text, m_textScale) * m_textOut(mergeHeads(toText))};
}

EncoderLayer EncoderLayer::load(const WeightScope& scope, const DinoConfig& config) {
    AttentionSizes sizes;
    sizes.width = config.width;
    sizes.heads = config.encoderHeads / 2;
    const WeightScope text = scope / "text_enhancer_layer";
    const WeightScope image = scope / "deformable_layer";
    EncoderLayer layer;
    layer.m_fusion = FusionLayer::load(scope / "fusion_layer", config);
    layer.m_text = Attention::load(text / "self_attn", dinoAttentionNames, sizes);
    layer.m_textNorm = Norm::layer(text / "layer_norm_before", config.width, config.epsilon);
    layer.m_textMlp = FeedForward::load(text, "layer_norm_after", config, config.encoderMlp / 2);
    layer.m_image = loadDeformable(image / "self_attn", config, config.encoderHeads, config.encoderPoints);
    layer.m_imageNorm = Norm::layer(image / "self_attn_layer_norm", config.width, config.epsilon);
    layer.m_imageMlp = FeedForward::load(image, "final_layer_norm", config, config.encoderMlp);
    return layer;
}

Fused EncoderLayer::operator()(const Fused& inputs, const Context& context, std::size_t layer,
                               backend::Trace& trace) const {
    Fused fused = m_fusion(inputs, context.imageMask, context.textMask, layer, trace);
    const std::string text = layerName("fusion_text", layer);
    const std::string image = layerName("fusion_vision", layer);
    const at::Tensor placed = fused.text + context.textPositions;
    fused.text = m_textNorm(
        fused.text + attendWith(m_text, placed, placed, fused.text, context.labelMask, text + ".attention", trace));
    fused.text = m_textMlp(fused.text);
    const at::Tensor sampled = m_image(fused.image + context.pyramid.positions, context.centres, fused.image,
                                       context.pyramid, image + ".deformable", trace);
    fused.image = m_imageMlp(m_imageNorm(fused.image + sampled));
    trace.record(text + ".hidden", fused.text);
    trace.record(image + ".hidden", fused.image);
    return fused;
}

Encoder Encoder::load(const WeightScope& scope, const DinoConfig& config) {
    Encoder encoder;
    for (int i = 0; i < config.encoderLayers; ++i)
        encoder.m_layers.push_back(EncoderLayer::load(scope / "layers" / i, config));
    return encoder;
}

Fused Encoder::operator()(const Pyramid& pyramid, const at::Tensor& text, const TextLayout& layout,
                          const at::Tensor& textMask, backend::Trace& trace) const {
    const EncoderLayer::Context context{pyramid,
                                        centresOf(pyramid),
                                        keyMask(pyramid.valid),
                                        textMask,
                                        additiveMask(layout.allowed).unsqueeze(1),
                                        sineOfPlaces(layout.positions.unsqueeze(-1).to(text.scalar_type()),
                                                     static_cast<int>(text.size(2)), textTemperature)};
    Fused fused{pyramid.tokens, text};
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        fused = m_layers[i](fused, context, i, trace);
    return fused;
}

} // namespace triptych::models::grounding_dino
