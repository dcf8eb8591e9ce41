// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/vision_text_dual_encoder/dual_encoder_model.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

namespace triptych::models::vision_text_dual_encoder {

namespace {

// What is needed of either vision tower before it is loaded.
struct Vision {
    std::variant<VitConfig, ClipVisionConfig> config;
    PixelSize patch;
    int width = 0;
    TowerDescriptor tower;
};

Result<Vision> readVision(const ConfigView& config) {
    const std::string type = config.text("model_type", "vit");
    if (type == "vit") {
        const VitConfig vit = VitConfig::read(config);
        return Vision{vit, vit.patch, vit.width, {vit.layers, vit.heads}};
    }
    if (type == "clip_vision_model" || type == "clip") {
        // Early versions kept the whole CLIP configuration.
        const auto clip =
            ClipVisionConfig::read(config.has("vision_config") ? config.section("vision_config") : config);
        return Vision{clip, {clip.patchSize, clip.patchSize}, clip.width, {clip.layers, clip.heads}};
    }
    return fail(ErrorCode::Unsupported,
                "The vision tower is a \"" + type +
                    "\"; of this family, folders with vit or clip_vision_model can be " + "opened.",
                config.where());
}

constexpr std::array robertaTypes{"roberta", "xlm-roberta", "camembert"};

Result<BertConfig> readText(const ConfigView& config) {
    const std::string type = config.text("model_type", "bert");
    if (type == "bert")
        return BertConfig::read(config);
    if (std::ranges::find(robertaTypes, type) != robertaTypes.end())
        return BertConfig::readRoberta(config);
    return fail(ErrorCode::Unsupported,
                "The text tower is a \"" + type + "\"; of this family, folders with bert or roberta can be opened.",
                config.where());
}

ImageOptions imageDefaults(const ConfigView& preprocessor, const Vision& vision) {
    ImageOptions options;
    std::string processor = preprocessor.text("image_processor_type", preprocessor.text("feature_extractor_type", ""));
    if (processor.empty() && std::holds_alternative<ClipVisionConfig>(vision.config))
        processor = "CLIPImageProcessor";
    if (processor.starts_with("CLIP")) {
        options.shortestEdge = 224;
        options.doCrop = true;
        options.mean = clipMean;
        options.deviation = clipDeviation;
    } else {
        options.filter = formats::ResizeFilter::Bilinear;
    }
    return options;
}

std::variant<VitTower, ClipVisionTower> loadVision(const WeightScope& scope, const Vision& vision) {
    if (const auto* clip = std::get_if<ClipVisionConfig>(&vision.config))
        return ClipVisionTower::load(scope.firstOf({"vision_model", ""}), *clip);
    return VitTower::load(scope, std::get<VitConfig>(vision.config));
}

BertTower loadText(const WeightScope& scope, const BertConfig& config) {
    BertTower tower = BertTower::load(scope, config);
    // Taken for the note that it is missing.
    if (!tower.hasPooler())
        static_cast<void>(Linear::load(scope / "pooler" / "dense", config.width, config.width));
    return tower;
}

} // namespace

Result<ModelPtr> DualEncoderModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto vision = readVision(source.config.section("vision_config"));
    if (!vision)
        return Failure(vision.error());
    const auto text = readText(source.config.section("text_config"));
    if (!text)
        return Failure(text.error());
    const int reserved = text->positionsFromMask ? text->padToken + 1 : 0;
    source.config.require(text->positions > reserved, "\"max_position_embeddings\" leaves no room for a token.");
    Parts parts;
    parts.image = readImageOptions(source.preprocessor, imageDefaults(source.preprocessor, *vision));
    parts.patch = vision->patch;
    parts.tokenizer = *tokenizer;
    parts.text.maxTokens = static_cast<std::size_t>(std::max(1, text->positions - reserved));
    parts.text.padId = (*tokenizer)->facts().pad.value_or(text->padToken);
    parts.text.hasTypeIds = !text->positionsFromMask;
    parts.visionLayers = vision->tower.layers;
    parts.vocabulary = text->vocabulary;
    parts.textLayers = text->layers;
    std::shared_ptr<DualEncoderModel> model(new DualEncoderModel(source, std::move(parts)));
    const int joint = source.config.size("projection_dim", 512);
    model->m_vision = loadVision(source.weights / "vision_model", *vision);
    model->m_text = loadText(source.weights / "text_model", *text);
    model->m_visualProjection = Linear::load(source.weights / "visual_projection", vision->width, joint, false);
    model->m_textProjection = Linear::load(source.weights / "text_projection", text->width, joint, false);
    model->m_logitScale = takeScalar(source.weights, "logit_scale");
    model->mutableDescriptor().towers = {{"vision", vision->tower}, {"text", {text->layers, text->heads}}};
    return model;
}

DualEncoderModel::DualEncoderModel(FamilySource& source, Parts parts)
    : DualModel(source, std::move(parts)) {
}

at::Tensor DualEncoderModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    if (const auto* clip = std::get_if<ClipVisionTower>(&m_vision))
        return projectTokens((*clip)(pixels, trace).select(1, 0));
    return m_visualProjection(std::get<VitTower>(m_vision)(pixels, trace));
}

at::Tensor DualEncoderModel::projectTokens(const at::Tensor& tokens) const {
    if (const auto* clip = std::get_if<ClipVisionTower>(&m_vision))
        return m_visualProjection(clip->postNorm()(tokens));
    return m_visualProjection(std::get<VitTower>(m_vision).pool(tokens));
}

at::Tensor DualEncoderModel::textFeatures(const PreparedSample& sample, backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.mask = inputOf(sample, "input.attention_mask");
    inputs.types = inputOf(sample, "input.token_type_ids");
    return m_textProjection(m_text.pool(m_text(inputs, "text", trace)));
}

at::Tensor DualEncoderModel::scoresFrom(const at::Tensor& cosines, backend::Trace& /*trace*/) const {
    return cosines * like(cosines, m_logitScale).exp();
}

} // namespace triptych::models::vision_text_dual_encoder
