// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blip/blip_retrieval_model.h"

#include <ATen/ATen.h>

#include "inference/models/pairs.h"
#include "inference/models/program_builder.h"

namespace triptych::models::blip {

Result<ModelPtr> RetrievalModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto vision = VisionConfig::read(source.config.section("vision_config"));
    const auto text = readTextConfig(source.config.section("text_config"), vision);
    Parts parts;
    parts.image = readImages(source.preprocessor);
    parts.patch = vision.patch();
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = longestText(**tokenizer, text);
    parts.text.padId = (*tokenizer)->facts().pad.value_or(text.padToken);
    parts.visionLayers = vision.layers;
    parts.textLayers = text.layers;
    std::shared_ptr<RetrievalModel> model(new RetrievalModel(source, std::move(parts)));
    const int joint = source.config.size("image_text_hidden_size", 256);
    model->m_vision = VisionTower::load(source.weights / "vision_model", vision);
    model->m_text = BertTower::load(source.weights / "text_encoder", text);
    model->m_visionProjection = Linear::load(source.weights / "vision_proj", vision.width, joint);
    model->m_textProjection = Linear::load(source.weights / "text_proj", text.width, joint);
    model->m_matchHead = Linear::load(source.weights / "itm_head", text.width, 2);
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.towers = {{"vision", {vision.layers, vision.heads}},
                         {"text", {text.layers, text.heads}},
                         {"fusion", {text.layers, text.heads}}};
    descriptor.hasMatchHead = true;
    return model;
}

TokenLimits RetrievalModel::tokenLimits() const {
    return {m_text.config().positions, m_text.config().vocabulary, 0};
}

at::Tensor RetrievalModel::imageTokens(const at::Tensor& pixels, backend::Trace& trace) const {
    return m_vision(pixels, trace);
}

at::Tensor RetrievalModel::textTokens(const PreparedSample& sample, backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.mask = inputOf(sample, "input.attention_mask");
    return m_text(inputs, "text", trace);
}

at::Tensor RetrievalModel::projectImage(const at::Tensor& tokens) const {
    return m_visionProjection(tokens.select(1, 0));
}

at::Tensor RetrievalModel::projectText(const at::Tensor& tokens) const {
    return m_textProjection(tokens.select(1, 0));
}

void RetrievalModel::fuse(const at::Tensor& imageTokens, const at::Tensor& /*textTokens*/, const PreparedSample& sample,
                          backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = forPairs(inputOf(sample, "input.input_ids"), imageTokens.size(0));
    inputs.mask = forPairs(inputOf(sample, "input.attention_mask"), imageTokens.size(0));
    inputs.crossTokens = imageTokens;
    const at::Tensor logits = m_matchHead(m_text(inputs, "fusion", trace).select(1, 0));
    trace.record("logits.itm", logits);
    trace.record("scores.itm", at::softmax(logits, -1));
}

at::Tensor RetrievalModel::matchLogit(const backend::Trace& trace) const {
    const at::Tensor* logits = trace.find("logits.itm");
    return logits == nullptr ? at::Tensor() : (*logits)[0][1];
}

AttentionProgram RetrievalModel::fusionProgram(const PreparedSample& sample, const backend::Trace& trace) const {
    AttentionProgram program;
    const int patches = extentOf(trace, "vision.hidden.embed", 1);
    const int tokens = extentOf(trace, "fusion.hidden.embed", 1);
    program.tokenCounts = {{"vision", patches}, {"fusion", tokens}};
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
    showSegment(program, sample, "fusion", {Modality::Text, 0, tokens}, 0);
    addSelfSteps(program, "vision", parts().visionLayers, 0);
    addReadingSteps(program, "fusion", "vision", parts().textLayers, 0);
    program.readouts = {readPosition("fusion", tokens, 0)};
    return program;
}

} // namespace triptych::models::blip
