// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/bridgetower/bridgetower_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/preprocess/padded_images.h"

namespace triptych::models::bridgetower {

namespace {

ImageOptions imageDefaults() {
    ImageOptions options;
    options.shortestEdge = 288;
    options.doCrop = true;
    options.crop = {288, 288};
    options.mean = clipMean;
    options.deviation = clipDeviation;
    return options;
}

BertConfig readTextConfig(const ConfigView& config) {
    BertConfig read = BertConfig::readRoberta(config);
    read.positions = config.size("max_position_embeddings", 514);
    read.types = config.integer("type_vocab_size", 1);
    read.epsilon = config.real("layer_norm_eps", 1e-5);
    return read;
}

void ignoreWordHead(const WeightScope& root) {
    for (const char* name : {"bias", "decoder.weight", "decoder.bias", "transform.dense.weight", "transform.dense.bias",
                             "transform.LayerNorm.weight", "transform.LayerNorm.bias"})
        (root / "mlm_score").ignore(name);
}

at::Tensor repeated(const at::Tensor& rows, std::int64_t count) {
    return rows.size(0) == 1 && count > 1 ? rows.expand({count, -1, -1}) : rows;
}

} // namespace

BridgeTowerModel::BridgeTowerModel(FamilySource& source)
    : FamilyModel(source) {
}

Result<ModelPtr> BridgeTowerModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const BertConfig text = readTextConfig(source.config.section("text_config"));
    const auto vision = BridgeVisionConfig::read(source.config.section("vision_config"));
    const FusionConfig fusion = FusionConfig::read(source.config);
    source.config.require(fusion.width == text.width, "\"hidden_size\" is not the width of the text tower.");
    source.config.require(fusion.layers <= text.layers + 1 && text.layers <= vision.layers,
                          "The towers have too few layers for the bridges.");
    std::shared_ptr<BridgeTowerModel> model(new BridgeTowerModel(source));
    model->m_image = readImageOptions(source.preprocessor, imageDefaults());
    model->m_divisor = source.preprocessor.size("size_divisor", 32);
    model->m_tokenizer = *tokenizer;
    model->m_textOptions.maxTokens = static_cast<std::size_t>(std::max(1, text.positions - text.padToken - 1));
    model->m_textOptions.padId = text.padToken;
    model->m_fusion = fusion;
    const WeightScope base = source.weights.hasAny("bridgetower") ? source.weights / "bridgetower" : source.weights;
    const at::Tensor types = base.take("token_type_embeddings.weight", {2, fusion.width});
    model->m_text = BertTower::load(base / "text_model", text);
    model->m_vision = BridgeVision::load(base / "vision_model" / "visual", vision);
    model->m_textStream = FusionStream::load(base, "text", text.width, fusion, text, types[0]);
    model->m_imageStream = FusionStream::load(base, "image", vision.width, fusion, text, types[1]);
    model->loadHeads(source);
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.modalities = {Modality::Image, Modality::Text};
    descriptor.towers = {{"text", {text.layers, text.heads}},
                         {"vision", {vision.layers, vision.heads()}},
                         {"fusion_text", {fusion.layers, text.heads}},
                         {"fusion_vision", {fusion.layers, text.heads}}};
    descriptor.hasMatchHead = model->m_match.has_value();
    return model;
}

void BridgeTowerModel::loadHeads(const FamilySource& source) {
    const WeightScope& root = source.weights;
    const int width = m_fusion.width;
    const bool hasContrast = root.hasAny("itc_text_head");
    if (root.hasAny("itm_score") || (!hasContrast && !root.hasAny("mlm_score")))
        m_match = Linear::load(root / "itm_score" / "fc", 2 * width, 2);
    if (hasContrast) {
        const int joint = source.config.size("contrastive_hidden_size", 512);
        m_contrast = Contrast{Linear::load(root / "itc_text_head" / "fc", width, joint),
                              Linear::load(root / "itc_image_head" / "fc", width, joint),
                              Linear::load(root / "itc_cross_modal_head" / "fc", 2 * width, joint),
                              root.take("logit_scale", {})};
    }
    ignoreWordHead(root);
}

PixelSize BridgeTowerModel::patchSize() const {
    return {m_vision.config().patchSize, m_vision.config().patchSize};
}

std::size_t BridgeTowerModel::split() const {
    return static_cast<std::size_t>(m_text.config().layers - m_fusion.layers + 1);
}

Result<void> BridgeTowerModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const {
    const ImageStep step = [this](const Picture& picture) { return processDivided(picture, m_image, m_divisor); };
    if (inputs.contains("input.pixel_values")) {
        showImage(sample, step, patchSize(), prepared);
    } else if (sample.has(Modality::Image)) {
        const auto images = processImages(sample, step, patchSize(), prepared, monitor);
        if (!images)
            return Failure(images.error());
        addPadded(*images, prepared);
    }
    return addTexts(textsOf(sample), *m_tokenizer, m_textOptions, prepared);
}

std::vector<at::Tensor> BridgeTowerModel::readText(const PreparedSample& sample, const at::Tensor& mask,
                                                   backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    std::vector<at::Tensor> states{m_text.embedTokens(inputs)};
    trace.record("text.hidden.embed", states.back());
    LayerContext context;
    context.mask = mask;
    for (std::size_t i = 0; i < m_text.layers().size(); ++i)
        states.push_back(m_text.layers()[i](states.back(), context, layerName("text", i), trace));
    return states;
}

Result<void> BridgeTowerModel::compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const {
    States states;
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    const at::Tensor tokens = inputOf(sample, "input.attention_mask");
    const at::Tensor mask = tokens.defined() ? keyMask(tokens) : at::Tensor();
    if (inputOf(sample, "input.input_ids").defined())
        states.text = readText(sample, mask, trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (pixels.defined())
        states.image = m_vision(pixels, trace);
    if (!states.text.empty() && !states.image.empty())
        if (const auto fused = fuse(states, mask, trace, monitor); !fused)
            return fused;
    score(states, trace);
    return {};
}

Result<void> BridgeTowerModel::fuse(States& states, const at::Tensor& mask, backend::Trace& trace,
                                    const Monitor& monitor) const {
    const std::int64_t count = std::max(states.text[0].size(0), states.image[0].size(0));
    if (repeated(states.text[0], count).size(0) != repeated(states.image[0], count).size(0))
        return fail(ErrorCode::InvalidInput, "There must be one text per image, or one image for all texts.",
                    "input.input_ids");
    at::Tensor text;
    at::Tensor image;
    for (std::size_t i = 0; i < m_textStream.size(); ++i) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        const at::Tensor textState = repeated(states.text[split() + i], count);
        const at::Tensor imageState = m_vision.postNorm()(repeated(states.image[split() + i], count));
        const at::Tensor textIn = i == 0 ? m_textStream.begin(textState) : m_textStream.bridge(textState, text, i);
        const at::Tensor imageIn =
            i == 0 ? m_imageStream.begin(imageState) : m_imageStream.bridge(imageState, image, i);
        if (i == 0) {
            trace.record("fusion_text.hidden.embed", textIn);
            trace.record("fusion_vision.hidden.embed", imageIn);
        }
        LayerContext toImage;
        toImage.mask = mask;
        toImage.crossTokens = imageIn;
        LayerContext toText;
        toText.crossTokens = textIn;
        toText.crossMask = mask;
        text = m_textStream.pass(textIn, toImage, i, "fusion_text", trace);
        image = m_imageStream.pass(imageIn, toText, i, "fusion_vision", trace);
    }
    states.pooled = at::cat({m_textStream.pool(text), m_imageStream.pool(image)}, -1);
    return {};
}

void BridgeTowerModel::score(const States& states, backend::Trace& trace) const {
    if (m_contrast)
        contrast(states, trace);
    if (m_match && states.pooled.defined()) {
        const at::Tensor logits = (*m_match)(states.pooled);
        trace.record("logits.itm", logits);
        trace.record("scores.itm", at::softmax(logits, -1));
    }
}

void BridgeTowerModel::contrast(const States& states, backend::Trace& trace) const {
    at::Tensor text;
    at::Tensor image;
    const auto last = static_cast<std::size_t>(m_text.config().layers);
    if (!states.text.empty()) {
        text = unitLength(m_contrast->text(states.text[last].select(1, 0)));
        trace.record("embedding.text", text);
    }
    if (!states.image.empty()) {
        const at::Tensor classToken = m_vision.postNorm()(states.image[last].narrow(1, 0, 1));
        const at::Tensor mapped = m_imageStream.transform(classToken, m_imageStream.size() - 1);
        image = unitLength(m_contrast->image(mapped.select(1, 0)));
        trace.record("embedding.image", image);
    }
    if (states.pooled.defined())
        trace.record("embedding.fusion_pooled", unitLength(m_contrast->both(states.pooled)));
    if (text.defined() && image.defined())
        trace.record("scores.image_text", backend::sharedMatmul(image, text.t()) * like(text, m_contrast->scale).exp());
}

} // namespace triptych::models::bridgetower
