// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_vl/qwen2_vl_model.h"

#include <ATen/ATen.h>

#include "inference/models/generation/generation_config.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/qwen2_vl/packed_images.h"

namespace triptych::models::qwen2_vl {

namespace {

constexpr std::int64_t endOfText = 151645;

// Published folders keep the text part flat in config.json, newer ones in a section of its own.
ConfigView textSection(const ConfigView& config) {
    return config.has("text_config") ? config.section("text_config") : config;
}

std::string tokenOr(const text::Tokenizer& tokenizer, int id, const std::string& fallback) {
    const std::string token = tokenizer.tokenOf(id);
    return token.empty() ? fallback : token;
}

PromptStyle styleOf(const ConfigView& config, const text::Tokenizer& tokenizer, const std::string& placeholder) {
    const std::string begin = tokenOr(tokenizer, config.integer("vision_start_token_id", 151652), "<|vision_start|>");
    const std::string end = tokenOr(tokenizer, config.integer("vision_end_token_id", 151653), "<|vision_end|>");
    return {"<|im_start|>user\n", begin + placeholder + end, "<|im_end|>\n<|im_start|>assistant\n", placeholder};
}

} // namespace

Result<ModelPtr> Qwen2VlModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const bool isSecondGeneration = config.text("model_type", "qwen2_vl") == "qwen2_5_vl";
    const VisionConfig vision = VisionConfig::read(config.section("vision_config"), isSecondGeneration);
    LlamaConfig text = LlamaConfig::read(textSection(config), "qwen2_vl_text");
    text.tiedHead = text.tiedHead || config.flag("tie_word_embeddings", false);
    auto decodeOptions = readGenerationConfig(source, textSection(config), endOfText);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    Parts parts;
    parts.patches = PatchOptions::read(source.preprocessor);
    config.require(parts.patches.patch == vision.patch && parts.patches.merge == vision.merge &&
                       parts.patches.frames == vision.frames,
                   "preprocessor_config.json cuts other patches than the vision tower reads.");
    config.require(vision.outWidth == text.width, "The vision tower does not end in the width of the language model.");
    parts.imageToken = config.integer("image_token_id", 151655);
    parts.padToken = (*tokenizer)->facts().pad.value_or(decodeOptions->padId);
    const std::string placeholder = (*tokenizer)->tokenOf(parts.imageToken);
    if (placeholder.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The tokenizer has no token for images; complete the download of the tokenizer's files.",
                    "image_token_id " + std::to_string(parts.imageToken));
    parts.style = styleOf(config, **tokenizer, placeholder);
    std::shared_ptr<Qwen2VlModel> model(new Qwen2VlModel(source, *std::move(decodeOptions), std::move(parts)));
    model->loadWeights(source.weights, vision, text);
    return model;
}

Qwen2VlModel::Qwen2VlModel(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
}

void Qwen2VlModel::loadWeights(const WeightScope& root, const VisionConfig& vision, const LlamaConfig& text) {
    m_vision = VisionTower::load(root.firstOf({"visual", "model.visual"}), vision);
    m_decoder = LlamaDecoder::load(root.firstOf({"model.language_model", "model"}), root / "lm_head", text);
    mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}}, {"decoder", {text.layers, text.heads}}};
}

Result<void> Qwen2VlModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                        const Monitor& monitor) const {
    const auto tokens = packImages(sample, inputs, m_parts.patches, prepared, monitor);
    if (!tokens)
        return Failure(tokens.error());
    const auto rows = pairPrompts(textsOf(sample), prepared.images, m_parts.style);
    if (!rows)
        return inputs.contains("input.input_ids") ? Result<void>{} : Failure(rows.error());
    return addPrompts(*rows, tokenizer(), {{m_parts.imageToken, *tokens}, m_parts.padToken}, prepared);
}

Result<void> Qwen2VlModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    std::vector<ImageGrid> grids;
    at::Tensor features;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined()) {
        auto read = readGrids(inputOf(sample, "input.image_grid_thw"), m_parts.patches.merge, pixels.size(0));
        if (!read)
            return Failure(read.error());
        grids = *std::move(read);
        features = m_vision(pixels, grids, trace);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const auto embeddings = putFeatures(m_decoder.embedTokens(prompt.ids), prompt.ids, m_parts.imageToken, features);
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    const auto positions =
        multimodalPositions(prompt.ids, prompt.mask, grids, m_parts.imageToken, m_parts.patches.merge);
    if (!positions)
        return Failure(positions.error());
    prompt.positions = *positions;
    return generate(m_decoder, prompt, sample, trace, monitor);
}

Result<AttentionProgram> Qwen2VlModel::program(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    return decoderProgram(target, sample, trace, m_parts.imageToken);
}

} // namespace triptych::models::qwen2_vl
