// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/clip/clip_model.h"

#include <ATen/ATen.h>

#include "inference/models/preprocess/clip_images.h"

namespace triptych::models::clip {

Result<ModelPtr> ClipModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto vision = ClipVisionConfig::read(clipSection(source.config, "vision_config"));
    const auto text = ClipTextConfig::read(clipSection(source.config, "text_config"));
    Parts parts;
    parts.image = readImageOptions(source.preprocessor, clipImageDefaults());
    parts.patch = {vision.patchSize, vision.patchSize};
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = static_cast<std::size_t>(text.maxTokens);
    parts.text.padId = (*tokenizer)->facts().pad.value_or(0);
    parts.visionLayers = vision.layers;
    parts.vocabulary = text.vocabulary;
    parts.textLayers = text.layers;
    std::shared_ptr<ClipModel> model(new ClipModel(source, std::move(parts)));
    const int joint = source.config.size("projection_dim", 512);
    model->m_vision = ClipVisionTower::load(source.weights / "vision_model", vision);
    model->m_text = ClipTextTower::load(source.weights / "text_model", text);
    model->m_visualProjection = Linear::load(source.weights / "visual_projection", vision.width, joint, false);
    model->m_textProjection = Linear::load(source.weights / "text_projection", text.width, joint, false);
    model->m_logitScale = source.weights.take("logit_scale", {});
    model->mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}},
                                         {"text", {text.layers, text.heads}}};
    return model;
}

ClipModel::ClipModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

at::Tensor ClipModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    return projectTokens(m_vision(pixels, trace).select(1, 0));
}

at::Tensor ClipModel::projectTokens(const at::Tensor& tokens) const {
    return m_visualProjection(m_vision.postNorm()(tokens));
}

at::Tensor ClipModel::textFeatures(const PreparedSample& sample, backend::Trace& trace) const {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const at::Tensor tokens = m_text(ids, inputOf(sample, "input.attention_mask"), trace);
    return m_textProjection(rowsAt(tokens, m_text.endPositions(ids)));
}

at::Tensor ClipModel::scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const {
    return cosines * like(cosines, m_logitScale).exp();
}

int ClipModel::textPosition(const PreparedSample& sample, int row) const {
    return m_text.endPositions(inputOf(sample, "input.input_ids"))[row].item<int>();
}

} // namespace triptych::models::clip
