// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/open_clip_model.h"

#include <ATen/ATen.h>

#include "inference/models/open_clip/own_mode_images.h"
#include "inference/models/program_builder.h"

namespace triptych::models::open_clip {

namespace {

TextBatchOptions textOptions(const OpenClipConfig& config, const text::TokenizerFacts& facts) {
    TextBatchOptions options;
    options.maxTokens = static_cast<std::size_t>(config.context);
    options.padTo = *options.maxTokens;
    options.padId = config.hasOwnTokenizer ? facts.pad.value_or(0) : 0;
    options.hasMask = false;
    return options;
}

} // namespace

Result<ModelPtr> OpenClipModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const text::TokenizerFacts& facts = (*tokenizer)->facts();
    const WeightScope& weights = source.weights;
    const auto config = OpenClipConfig::read(source.config, weights, static_cast<int>(facts.pad.value_or(0)));
    if (!config)
        return Failure(config.error());
    Parts parts;
    parts.patch = config->patch();
    parts.tokenizer = *tokenizer;
    parts.text = textOptions(*config, facts);
    parts.visionLayers = config->visionTower().layers;
    parts.vocabulary = config->vocabulary();
    parts.textLayers = config->textTower().layers;
    std::shared_ptr<OpenClipModel> model(new OpenClipModel(source, std::move(parts)));
    model->m_config = *config;
    model->loadTowers(weights);
    model->m_logitScale = takeScalar(weights, "logit_scale");
    if (weights.has("logit_bias"))
        model->m_logitBias = takeScalar(weights, "logit_bias");
    // Numbers that OpenAI's archives carry along.
    for (const char* name : {"input_resolution", "context_length", "vocab_size"})
        weights.ignore(name);
    model->mutableDescriptor().towers["text"] = config->textTower();
    if (config->visionTower().layers > 0)
        model->mutableDescriptor().towers["vision"] = config->visionTower();
    return model;
}

void OpenClipModel::loadTowers(const WeightScope& weights) {
    const WeightScope visual = weights / "visual";
    if (const auto* vit = std::get_if<VitConfig>(&m_config.vision))
        m_vision = VitTower::load(visual, *vit, m_config.joint);
    else if (const auto* timm = std::get_if<TimmVitConfig>(&m_config.vision))
        m_vision = TimmVitTower::load(visual, *timm, m_config.joint);
    else
        m_vision = ResnetTower::load(visual, std::get<ResnetConfig>(m_config.vision), m_config.joint);
    // Models with a text tower of their own choice keep it below a name.
    const WeightScope text = weights.hasAny("text.transformer") ? weights / "text" : weights;
    if (const auto* own = std::get_if<TextConfig>(&m_config.text))
        m_text = TextTower::load(text, *own, m_config.joint);
    else
        m_text = BertTextTower::load(text, std::get<BertTextConfig>(m_config.text), m_config.joint);
}

OpenClipModel::OpenClipModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

Result<void> OpenClipModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                         const Monitor& monitor) const {
    if (inputs.contains("input.pixel_values"))
        showStoredImage(sample, m_config.preprocess, parts().patch, prepared);
    else if (const auto added = addStoredImages(sample, m_config.preprocess, parts().patch, prepared, monitor); !added)
        return added;
    if (const auto added = addTexts(textsOf(sample), *parts().tokenizer, parts().text, prepared); !added)
        return added;
    const auto separator = parts().tokenizer->facts().sep;
    if (m_config.stripsSeparator && separator && prepared.tensors.contains("input.input_ids")) {
        at::Tensor& ids = prepared.tensors["input.input_ids"];
        ids = ids.masked_fill(ids.eq(*separator), 0);
    }
    return {};
}

at::Tensor OpenClipModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    return std::visit([&](const auto& tower) { return tower(pixels, trace); }, m_vision);
}

at::Tensor OpenClipModel::projectTokens(const at::Tensor& tokens) const {
    if (const auto* vit = std::get_if<VitTower>(&m_vision))
        return vit->project(tokens);
    const auto* timm = std::get_if<TimmVitTower>(&m_vision);
    return timm != nullptr ? timm->project(tokens) : at::Tensor();
}

at::Tensor OpenClipModel::textFeatures(const PreparedSample& sample, backend::Trace& trace) const {
    return std::visit([&](const auto& tower) { return tower(inputOf(sample, "input.input_ids"), trace); }, m_text);
}

at::Tensor OpenClipModel::scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const {
    const at::Tensor scores = cosines * like(cosines, m_logitScale).exp();
    return m_logitBias.defined() ? scores + like(cosines, m_logitBias) : scores;
}

Readout OpenClipModel::imageReadout(int tokens, int row) const {
    const VisionPool pool = m_config.visionPool();
    if (pool == VisionPool::Attention)
        return readPool("vision", "vision.pool.attention", row);
    Readout readout = readPosition("vision", tokens, 0);
    if (pool == VisionPool::Mean && tokens > 1) {
        readout.rowWeights.assign(static_cast<std::size_t>(tokens), 1.0f / static_cast<float>(tokens - 1));
        readout.rowWeights.front() = 0;
        readout.withoutIdentity = true;
    }
    return readout;
}

int OpenClipModel::textPosition(const PreparedSample& sample, int row) const {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const auto positions = std::visit([&](const auto& tower) { return tower.pooledPositions(ids); }, m_text);
    return positions[row].item<int>();
}

} // namespace triptych::models::open_clip
