// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/chinese_clip/chinese_clip_model.h"

#include <ATen/ATen.h>

#include "inference/models/preprocess/clip_images.h"

namespace triptych::models::chinese_clip {

Result<ModelPtr> ChineseClipModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto vision = ClipVisionConfig::read(clipSection(source.config, "vision_config"));
    auto text = BertConfig::read(clipSection(source.config, "text_config"));
    text.zeroPadWord = true;
    Parts parts;
    parts.image = readImageOptions(source.preprocessor, clipImageDefaults());
    parts.patch = {vision.patchSize, vision.patchSize};
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = static_cast<std::size_t>(text.positions);
    parts.text.padId = text.padToken;
    parts.text.hasTypeIds = true;
    parts.visionLayers = vision.layers;
    parts.vocabulary = text.vocabulary;
    parts.textLayers = text.layers;
    std::shared_ptr<ChineseClipModel> model(new ChineseClipModel(source, std::move(parts)));
    const int joint = source.config.size("projection_dim", 512);
    model->m_vision = ClipVisionTower::load(source.weights / "vision_model", vision);
    model->m_text = BertTower::load(source.weights / "text_model", text);
    model->m_visualProjection = Linear::load(source.weights / "visual_projection", vision.width, joint, false);
    model->m_textProjection = Linear::load(source.weights / "text_projection", text.width, joint, false);
    model->m_logitScale = source.weights.take("logit_scale", {});
    model->mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}},
                                         {"text", {text.layers, text.heads}}};
    return model;
}

ChineseClipModel::ChineseClipModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

at::Tensor ChineseClipModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    return projectTokens(m_vision(pixels, trace).select(1, 0));
}

at::Tensor ChineseClipModel::projectTokens(const at::Tensor& tokens) const {
    return m_visualProjection(m_vision.postNorm()(tokens));
}

at::Tensor ChineseClipModel::textFeatures(const PreparedSample& sample, backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.mask = inputOf(sample, "input.attention_mask");
    inputs.types = inputOf(sample, "input.token_type_ids");
    return m_textProjection(m_text(inputs, "text", trace).select(1, 0));
}

at::Tensor ChineseClipModel::scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const {
    return cosines * like(cosines, m_logitScale).exp();
}

} // namespace triptych::models::chinese_clip
