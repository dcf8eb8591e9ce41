// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/siglip/siglip_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/program_builder.h"

namespace triptych::models::siglip {

namespace {

ClipTextConfig readText(const ConfigView& config) {
    ClipTextConfig read;
    read.width = config.size("hidden_size", 768);
    read.layers = config.layers("num_hidden_layers", 12);
    read.heads = config.size("num_attention_heads", 12);
    read.mlpWidth = config.size("intermediate_size", 3072);
    read.vocabulary = config.size("vocab_size", 32000);
    read.maxTokens = config.size("max_position_embeddings", 64);
    read.isCausal = false;
    read.activation = readActivation(config, "hidden_act", "gelu_pytorch_tanh");
    read.epsilon = config.real("layer_norm_eps", 1e-6);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

// The tokenizer states a length of its own, or a number too large to mean anything.
std::size_t rowLength(const text::TokenizerFacts& facts, const ClipTextConfig& config) {
    const auto most = static_cast<std::size_t>(config.maxTokens);
    return std::min(facts.modelMaxLength.value_or(most), most);
}

} // namespace

Result<ModelPtr> SiglipModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView textSection = source.config.section("text_config");
    const auto vision = SiglipVisionConfig::read(source.config.section("vision_config"));
    const auto text = readText(textSection);
    source.config.require(vision.hasHead,
                          "\"vision_use_head\" is false: without its head the image cannot be compared with a text.");
    Parts parts;
    parts.image = readImageOptions(source.preprocessor, {});
    parts.patch = {vision.patchSize, vision.patchSize};
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = rowLength((*tokenizer)->facts(), text);
    parts.text.padTo = *parts.text.maxTokens;
    parts.text.padId = (*tokenizer)->facts().pad.value_or(textSection.integer("pad_token_id", 1));
    parts.text.hasMask = false;
    parts.visionLayers = vision.layers;
    parts.vocabulary = text.vocabulary;
    parts.textLayers = text.layers;
    std::shared_ptr<SiglipModel> model(new SiglipModel(source, std::move(parts)));
    const int joint = textSection.size("projection_size", text.width);
    source.config.require(joint == vision.width, "The text tower's \"projection_size\" differs from the width of the "
                                                 "vision tower, so that the two cannot be compared.");
    model->m_vision = SiglipVisionTower::load(source.weights / "vision_model", vision);
    model->m_text = ClipTextTower::load(source.weights / "text_model", text);
    model->m_textHead = Linear::load(source.weights / "text_model" / "head", text.width, joint);
    model->m_logitScale = takeScalar(source.weights, "logit_scale");
    model->m_logitBias = takeScalar(source.weights, "logit_bias");
    model->mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}},
                                         {"text", {text.layers, text.heads}}};
    return model;
}

SiglipModel::SiglipModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

at::Tensor SiglipModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    return m_vision(pixels, trace);
}

at::Tensor SiglipModel::textFeatures(const PreparedSample& sample, backend::Trace& trace) const {
    const at::Tensor tokens =
        m_text(inputOf(sample, "input.input_ids"), inputOf(sample, "input.attention_mask"), trace);
    return m_textHead(tokens.select(1, -1));
}

at::Tensor SiglipModel::scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const {
    const at::Tensor scores = cosines * like(cosines, m_logitScale).exp() + like(cosines, m_logitBias);
    trace.record("scores.image_text_probability", at::sigmoid(scores));
    return scores;
}

Readout SiglipModel::imageReadout(int /*tokens*/, int row) const {
    return readPool("vision", "vision.pool.attention", row);
}

int SiglipModel::textPosition(const PreparedSample& sample, int /*row*/) const {
    return static_cast<int>(inputOf(sample, "input.input_ids").size(1)) - 1;
}

} // namespace triptych::models::siglip
