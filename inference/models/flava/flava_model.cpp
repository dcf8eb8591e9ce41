// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/flava/flava_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"
#include "inference/models/pairs.h"
#include "inference/models/program_builder.h"

namespace triptych::models::flava {

namespace {

// Bounds of the logarithm of the temperature.
constexpr double lowestScale = 0;
constexpr double highestScale = 4.6052;

ImageOptions readFlavaImages(const ConfigView& preprocessor) {
    ImageOptions defaults;
    defaults.doCrop = true;
    defaults.mean = clipMean;
    defaults.deviation = clipDeviation;
    return readImageOptions(preprocessor, defaults);
}

} // namespace

Result<ModelPtr> FlavaModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto image = ImageConfig::read(source.config.section("image_config"));
    const auto text = TextConfig::read(source.config.section("text_config"));
    const auto fusion = FusionConfig::read(source.config.section("multimodal_config"));
    const auto positions = static_cast<std::size_t>(text.words.positions);
    Parts parts;
    parts.image = readFlavaImages(source.preprocessor);
    parts.patch = image.patch();
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = std::min(positions, (*tokenizer)->facts().modelMaxLength.value_or(positions));
    parts.text.padId = (*tokenizer)->facts().pad.value_or(text.words.padToken);
    parts.text.hasTypeIds = true;
    parts.visionLayers = image.layers.layers;
    parts.textLayers = text.layers.layers;
    std::shared_ptr<FlavaModel> model(new FlavaModel(source, std::move(parts)));
    const WeightScope base = source.weights.hasAny("flava") ? source.weights / "flava" : source.weights;
    const int joint = source.config.size("projection_dim", 768);
    model->m_image = ImageTower::load(base / "image_model", image);
    model->m_text = TextTower::load(base / "text_model", text);
    model->m_fusion = FusionTower::load(base / "multimodal_model", fusion);
    model->m_imageProjection = Linear::load(base / "image_projection", image.layers.width, joint);
    model->m_textProjection = Linear::load(base / "text_projection", text.layers.width, joint);
    model->m_imageToFusion = Linear::load(base / "image_to_mm_projection", image.layers.width, fusion.layers.width);
    model->m_textToFusion = Linear::load(base / "text_to_mm_projection", text.layers.width, fusion.layers.width);
    model->m_logitScale = base.take("logit_scale", {});
    model->m_fusionLayers = fusion.layers.layers;
    model->loadMatchHead(source.weights, source.config.size("hidden_size", 768));
    model->mutableDescriptor().towers = {{"vision", {image.layers.layers, image.layers.heads}},
                                         {"text", {text.layers.layers, text.layers.heads}},
                                         {"fusion", {fusion.layers.layers, fusion.layers.heads}}};
    return model;
}

void FlavaModel::loadMatchHead(const WeightScope& root, int width) {
    const WeightScope head = root / "itm_head";
    if (head.hasAny("seq_relationship")) {
        m_match = MatchHead{Linear::load(head / "pooler" / "dense", width, width),
                            Linear::load(head / "seq_relationship", width, 2)};
        mutableDescriptor().hasMatchHead = true;
    }
    // Heads that fill in masked words and patches, and the code book of the patches.
    for (const char* part : {"mim_head", "mlm_head", "mmm_image_head", "mmm_text_head", "image_codebook"})
        (root / part).ignoreAll();
}

TokenLimits FlavaModel::tokenLimits() const {
    return m_text.limits();
}

at::Tensor FlavaModel::imageTokens(const at::Tensor& pixels, backend::Trace& trace) const {
    return m_image(pixels, trace);
}

at::Tensor FlavaModel::textTokens(const PreparedSample& sample, backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.mask = inputOf(sample, "input.attention_mask");
    inputs.types = inputOf(sample, "input.token_type_ids");
    return m_text(inputs, trace);
}

at::Tensor FlavaModel::projectImage(const at::Tensor& tokens) const {
    return m_imageProjection(m_image.head().norm(tokens.select(1, 0)));
}

at::Tensor FlavaModel::projectText(const at::Tensor& tokens) const {
    return m_textProjection(m_text.head().norm(tokens.select(1, 0)));
}

at::Tensor FlavaModel::scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const {
    return cosines * like(cosines, m_logitScale).clamp(lowestScale, highestScale).exp();
}

void FlavaModel::fuse(const at::Tensor& imageTokens, const at::Tensor& textTokens, const PreparedSample& sample,
                      backend::Trace& trace) const {
    at::Tensor mask = forPairs(inputOf(sample, "input.attention_mask"), textTokens.size(0));
    if (mask.defined())
        mask = at::cat({at::ones({mask.size(0), imageTokens.size(1)}, mask.options()), mask}, 1);
    const at::Tensor tokens =
        m_fusion(at::cat({m_imageToFusion(imageTokens), m_textToFusion(textTokens)}, 1), mask, trace);
    if (m_fusion.head().pooler.weight.defined())
        trace.record("embedding.fusion_pooled", m_fusion.head().pool(tokens));
    if (!m_match)
        return;
    const at::Tensor logits = m_match->out(activate(m_match->pooler(tokens.select(1, 0)), Activation::Tanh));
    trace.record("logits.itm", logits);
    trace.record("scores.itm", at::softmax(logits, -1));
}

at::Tensor FlavaModel::matchLogit(const backend::Trace& trace) const {
    const at::Tensor* logits = trace.find("logits.itm");
    return logits == nullptr ? at::Tensor() : (*logits)[0][1];
}

Result<at::Tensor> FlavaModel::gradientProbe(const Target& settled, const PreparedSample& sample,
                                             const backend::Trace& trace) const {
    const at::Tensor* scores = trace.find("scores.image_text");
    const at::Tensor* pooled = trace.find("embedding.fusion_pooled");
    if (scores == nullptr || pooled == nullptr)
        return targetValue(settled, sample, trace);
    return (*scores)[0][0] + (*pooled)[0].sum();
}

AttentionProgram FlavaModel::fusionProgram(const PreparedSample& sample, const backend::Trace& trace) const {
    AttentionProgram program;
    const int patches = extentOf(trace, "vision.hidden.embed", 1);
    const int words = extentOf(trace, "text.hidden.embed", 1);
    const int first = m_fusion.classTokens();
    program.tokenCounts = {{"vision", patches}, {"text", words}};
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
    showSegment(program, sample, "text", {Modality::Text, 0, words}, 0);
    showSegment(program, sample, "fusion", {Modality::Image, first + 1, patches - 1}, 0);
    showSegment(program, sample, "fusion", {Modality::Text, first + patches, words}, 0);
    addSelfSteps(program, "vision", parts().visionLayers, 0);
    addSelfSteps(program, "text", parts().textLayers, 0);
    JoinStep join{{"vision", "text"}, "fusion"};
    if (first > 0) {
        program.tokenCounts["class"] = first;
        join.parts.insert(join.parts.begin(), "class");
    }
    program.steps.emplace_back(join);
    addSelfSteps(program, "fusion", m_fusionLayers, 0);
    program.readouts = {readPosition("fusion", first + patches + words, 0)};
    return program;
}

} // namespace triptych::models::flava
