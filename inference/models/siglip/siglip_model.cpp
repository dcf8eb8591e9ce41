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

Result<SiglipModel::Setup> SiglipModel::readSetup(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView textSection = source.config.section("text_config");
    Setup setup;
    setup.vision = SiglipVisionConfig::read(source.config.section("vision_config"));
    setup.text = readText(textSection);
    setup.joint = textSection.size("projection_size", setup.text.width);
    source.config.require(setup.vision.hasHead,
                          "\"vision_use_head\" is false: without its head the image cannot be compared with a text.");
    source.config.require(setup.joint == setup.vision.width,
                          "The text tower's \"projection_size\" differs from the width of the vision tower, so that "
                          "the two cannot be compared.");
    Parts& parts = setup.parts;
    parts.image = readImageOptions(source.preprocessor, {});
    parts.patch = {setup.vision.patchSize, setup.vision.patchSize};
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = rowLength((*tokenizer)->facts(), setup.text);
    parts.text.padTo = *parts.text.maxTokens;
    parts.text.padId = (*tokenizer)->facts().pad.value_or(textSection.integer("pad_token_id", 1));
    parts.text.hasMask = false;
    parts.visionLayers = setup.vision.layers;
    parts.vocabulary = setup.text.vocabulary;
    parts.textLayers = setup.text.layers;
    return setup;
}

Result<ModelPtr> SiglipModel::build(FamilySource& source) {
    const auto setup = readSetup(source);
    if (!setup)
        return Failure(setup.error());
    std::shared_ptr<SiglipModel> model(new SiglipModel(source, setup->parts));
    model->loadWeights(source.weights, *setup);
    return model;
}

SiglipModel::SiglipModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

void SiglipModel::loadWeights(const WeightScope& root, const Setup& setup) {
    m_vision = SiglipVisionTower::load(root / "vision_model", setup.vision);
    m_text = ClipTextTower::load(root / "text_model", setup.text);
    m_textHead = Linear::load(root / "text_model" / "head", setup.text.width, setup.joint);
    m_logitScale = takeScalar(root, "logit_scale");
    m_logitBias = takeScalar(root, "logit_bias");
    mutableDescriptor().towers = {{"vision", {setup.vision.layers, setup.vision.heads}},
                                  {"text", {setup.text.layers, setup.text.heads}}};
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
