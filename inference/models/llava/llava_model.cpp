// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/llava/llava_model.h"

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/generation/generation_config.h"
#include "inference/models/preprocess/clip_images.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::llava {

namespace {

// Without any section the published class has the tower of the first LLaVA 1.5.
ConfigView visionSection(const ConfigView& config) {
    if (config.has("vision_config"))
        return config.section("vision_config");
    return {formats::Json{{"hidden_size", 1024},
                          {"intermediate_size", 4096},
                          {"patch_size", 14},
                          {"image_size", 336},
                          {"num_hidden_layers", 24},
                          {"num_attention_heads", 16}},
            config.where()};
}

VisionConfig readVision(const ConfigView& config) {
    const ConfigView vision = visionSection(config);
    const std::string type = vision.text("model_type", "clip_vision_model");
    if (type == "siglip_vision_model")
        return siglip::SiglipVisionConfig::read(vision);
    config.require(type == "clip_vision_model", "The vision tower \"" + type + "\" is not supported in LLaVA yet.");
    return ClipVisionConfig::read(vision);
}

// What towers have in common.
template<typename Read>
auto ofVision(const VisionConfig& vision, const Read& read) {
    return std::visit([&](const auto& config) { return read(config); }, vision);
}

ImageOptions readImages(const ConfigView& preprocessor, bool isClip) {
    const std::string type = preprocessor.text("image_processor_type", isClip ? "Clip" : "Siglip");
    preprocessor.require(!type.starts_with("LlavaImageProcessor") || !preprocessor.flag("do_pad", false),
                         "\"do_pad\" of LlavaImageProcessor is not supported; set it to false.");
    return readImageOptions(preprocessor, type.starts_with("Siglip") ? ImageOptions{} : clipImageDefaults());
}

LlamaConfig readText(const ConfigView& config) {
    LlamaConfig text = LlamaConfig::read(config.section("text_config"));
    text.tiedHead = text.tiedHead || config.flag("tie_word_embeddings", false);
    return text;
}

// One layer or several; a negative one counts from the end of layers + 1 hidden states.
std::vector<int> readLayers(const ConfigView& config, int layers) {
    const auto value = config.json().find("vision_feature_layer");
    const bool isList = value != config.json().end() && value->is_array();
    std::vector<int> read = isList ? config.integers("vision_feature_layer", {})
                                   : std::vector<int>{config.integer("vision_feature_layer", -2)};
    for (int& layer : read) {
        layer = layer < 0 ? layers + 1 + layer : layer;
        config.require(layer >= 0 && layer <= layers, "\"vision_feature_layer\" is not a layer of the vision tower.");
    }
    config.require(!read.empty(), "\"vision_feature_layer\" names no layer.");
    return read;
}

} // namespace

Result<ModelPtr> LlavaModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const VisionConfig vision = readVision(config);
    const LlamaConfig text = readText(config);
    auto decodeOptions = readGenerationConfig(source, config.section("text_config"), 2);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    Parts parts;
    parts.hasClassToken = std::holds_alternative<ClipVisionConfig>(vision);
    parts.image = readImages(source.preprocessor, parts.hasClassToken);
    const int patch = ofVision(vision, [](const auto& tower) { return tower.patchSize; });
    parts.patch = {patch, patch};
    parts.imageToken = config.integer("image_token_index", config.integer("image_token_id", 32000));
    parts.padToken = (*tokenizer)->facts().pad.value_or(decodeOptions->padId);
    parts.layers = readLayers(config, ofVision(vision, [](const auto& tower) { return tower.layers; }));
    const std::string strategy = config.text("vision_feature_select_strategy", "default");
    config.require(strategy == "default" || strategy == "full",
                   "\"vision_feature_select_strategy\" must be \"default\" or \"full\".");
    config.require(strategy == "full" || parts.hasClassToken,
                   "SigLIP's tower has no class token; \"vision_feature_select_strategy\" must be \"full\".");
    parts.keepsClassToken = strategy == "full" && parts.hasClassToken;
    parts.activation = readActivation(config, "projector_hidden_act", "gelu");
    const std::string placeholder = (*tokenizer)->tokenOf(parts.imageToken);
    parts.style = {"USER: ", placeholder + "\n", " ASSISTANT:", placeholder};
    if (placeholder.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The tokenizer has no token for images; complete the download of the tokenizer's files.",
                    "image_token_index " + std::to_string(parts.imageToken));
    std::shared_ptr<LlavaModel> model(new LlavaModel(source, *std::move(decodeOptions), std::move(parts)));
    model->loadWeights(source.weights, vision, text, config.flag("multimodal_projector_bias", true));
    return model;
}

LlavaModel::LlavaModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
}

void LlavaModel::loadWeights(const WeightScope& root, const VisionConfig& vision, const LlamaConfig& text,
                             bool hasBias) {
    const WeightScope tower = root.firstOf(
        {"vision_tower.vision_model", "model.vision_tower.vision_model", "vision_tower", "model.vision_tower"});
    if (const auto* clip = std::get_if<ClipVisionConfig>(&vision))
        m_vision = ClipVisionTower::load(tower, *clip);
    else
        m_vision = siglip::SiglipVisionTower::load(tower, std::get<siglip::SiglipVisionConfig>(vision));
    const int width = ofVision(vision, [](const auto& config) { return config.width; });
    const WeightScope projector = root.firstOf({"multi_modal_projector", "model.multi_modal_projector"});
    const auto inputs = static_cast<std::int64_t>(m_parts.layers.size()) * width;
    m_first = Linear::load(projector / "linear_1", inputs, text.width, hasBias);
    m_second = Linear::load(projector / "linear_2", text.width, text.width, hasBias);
    m_decoder = LlamaDecoder::load(
        root.firstOf({"language_model.model", "model.language_model.model", "model.language_model", "language_model"}),
        root.firstOf({"language_model.lm_head", "lm_head", "model.lm_head"}), text);
    ofVision(vision, [&](const auto& config) {
        mutableDescriptor().towers = {{"vision", {config.layers, config.heads}},
                                      {"decoder", {text.layers, text.heads}}};
    });
}

Result<void> LlavaModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                      const Monitor& monitor) const {
    at::Tensor pixels;
    if (const auto given = inputs.find("input.pixel_values"); given != inputs.end()) {
        showImage(
            sample, [&](const Picture& picture) { return processImage(picture, m_parts.image); }, m_parts.patch,
            prepared);
        pixels = backend::toTensor(given->second);
    } else {
        if (const auto added = addImages(sample, m_parts.image, m_parts.patch, prepared, monitor); !added)
            return added;
        pixels = inputOf(prepared, "input.pixel_values");
    }
    PromptOptions options{{m_parts.imageToken, {}}, m_parts.padToken};
    if (pixels.defined() && pixels.dim() == 4) {
        const auto patches = (pixels.size(2) / m_parts.patch.height) * (pixels.size(3) / m_parts.patch.width);
        options.items.tokens.assign(static_cast<std::size_t>(pixels.size(0)),
                                    static_cast<int>(patches) + (m_parts.keepsClassToken ? 1 : 0));
    }
    const auto rows = pairPrompts(textsOf(sample), static_cast<int>(options.items.tokens.size()), m_parts.style);
    if (!rows)
        return inputs.contains("input.input_ids") ? Result<void>{} : Failure(rows.error());
    return addPrompts(*rows, tokenizer(), options, prepared);
}

at::Tensor LlavaModel::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    const std::vector<at::Tensor> hidden =
        std::visit([&](const auto& tower) { return tower.allHidden(pixels, trace); }, m_vision);
    std::vector<at::Tensor> read;
    for (const int layer : m_parts.layers) {
        const at::Tensor& tokens = hidden[static_cast<std::size_t>(layer)];
        read.push_back(m_parts.keepsClassToken || !m_parts.hasClassToken ? tokens
                                                                         : tokens.narrow(1, 1, tokens.size(1) - 1));
    }
    return m_second(activate(m_first(at::cat(read, -1)), m_parts.activation));
}

Result<void> LlavaModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    at::Tensor features;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined())
        features = imageFeatures(pixels, trace).flatten(0, 1);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const auto embeddings = putFeatures(m_decoder.embedTokens(prompt.ids), prompt.ids, m_parts.imageToken, features);
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    prompt.positions = positionsFromMask(prompt.mask);
    return generate(m_decoder, prompt, sample, trace, monitor);
}

Result<AttentionProgram> LlavaModel::program(const Target& target, const PreparedSample& sample,
                                             const backend::Trace& trace) const {
    return decoderProgram(target, sample, trace, m_parts.imageToken, m_parts.keepsClassToken ? 1 : 0);
}

} // namespace triptych::models::llava
