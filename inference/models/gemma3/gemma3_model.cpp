// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/gemma3/gemma3_model.h"

#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/generation/generation_config.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::gemma3 {

namespace {

ImageOptions imageDefaults() {
    ImageOptions options;
    options.filter = formats::ResizeFilter::Bilinear;
    return options;
}

ImageOptions readImages(const ConfigView& config, const ConfigView& preprocessor, int edge) {
    const ImageOptions options = readImageOptions(preprocessor, imageDefaults());
    config.require(options.doResize && options.shortestEdge == 0 && options.size == PixelSize{edge, edge},
                   "preprocessor_config.json makes pictures of another size than the vision tower reads.");
    config.require(!preprocessor.flag("do_pan_and_scan", false),
                   "\"do_pan_and_scan\" is not supported; set it to false in preprocessor_config.json.");
    return options;
}

// Numbers 1, 2 ... for the runs of image tokens of every row.
at::Tensor imageNumbers(const at::Tensor& ids, std::int64_t imageToken) {
    const at::Tensor isImage = ids.eq(imageToken);
    const at::Tensor before =
        at::cat({at::zeros_like(isImage.narrow(1, 0, 1)), isImage.narrow(1, 0, isImage.size(1) - 1)}, 1);
    return isImage.logical_and(before.logical_not()).cumsum(1) * isImage;
}

std::string withEach(const std::string& text, const std::string& mark, const std::string& instead) {
    std::string result;
    std::size_t from = 0;
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, from)) {
        result += text.substr(from, at - from) + instead;
        from = at + mark.size();
    }
    return result + text.substr(from);
}

} // namespace

Result<ModelPtr> Gemma3Model::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const auto vision = siglip::SiglipVisionConfig::read(config.section("vision_config"));
    LlamaConfig text = LlamaConfig::read(config.section("text_config"), "gemma3_text");
    text.tiedHead = config.flag("tie_word_embeddings", text.tiedHead);
    auto decodeOptions = readGenerationConfig(source, config.section("text_config"), 1);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    Parts parts;
    parts.image = readImages(config, source.preprocessor, vision.imageSize);
    parts.side = vision.imageSize / vision.patchSize;
    const int cells = static_cast<int>(std::sqrt(config.size("mm_tokens_per_image", 256)));
    config.require(cells <= parts.side, "\"mm_tokens_per_image\" asks for more tokens than the image has patches.");
    parts.pool = std::max(1, parts.side / cells);
    parts.cell = {parts.pool * vision.patchSize, parts.pool * vision.patchSize};
    parts.imageToken = config.integer("image_token_index", config.integer("image_token_id", 262144));
    parts.padToken = (*tokenizer)->facts().pad.value_or(0);
    const auto begin = config.integer("boi_token_index", config.integer("boi_token_id", 255999));
    const auto end = config.integer("eoi_token_index", config.integer("eoi_token_id", 256000));
    const std::string placeholder = (*tokenizer)->tokenOf(parts.imageToken);
    parts.imageMark = (*tokenizer)->tokenOf(begin);
    if (placeholder.empty() || parts.imageMark.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The tokenizer has no tokens for images; complete the download of the tokenizer's files.",
                    "image_token_index " + std::to_string(parts.imageToken));
    const std::string item = "\n\n" + parts.imageMark + placeholder + (*tokenizer)->tokenOf(end) + "\n\n";
    parts.style = {"<start_of_turn>user\n", item, "<end_of_turn>\n<start_of_turn>model\n", placeholder};
    std::shared_ptr<Gemma3Model> model(new Gemma3Model(source, *std::move(decodeOptions), std::move(parts)));
    model->loadWeights(source.weights, vision, text);
    return model;
}

Gemma3Model::Gemma3Model(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
}

void Gemma3Model::loadWeights(const WeightScope& root, const siglip::SiglipVisionConfig& vision,
                              const LlamaConfig& text) {
    m_vision =
        siglip::SiglipVisionTower::load(root.firstOf({"vision_tower.vision_model", "model.vision_tower.vision_model",
                                                      "vision_tower", "model.vision_tower"}),
                                        vision);
    const WeightScope projector = root.firstOf({"multi_modal_projector", "model.multi_modal_projector"});
    m_imageNorm = Norm::rms(projector / "mm_soft_emb_norm", vision.width, vision.epsilon, true);
    m_projection.weight = projector.take("mm_input_projection_weight", {vision.width, text.width}).t();
    m_decoder = LlamaDecoder::load(
        root.firstOf({"language_model.model", "model.language_model.model", "model.language_model", "language_model"}),
        root.firstOf({"language_model.lm_head", "lm_head", "model.lm_head"}), text);
    mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}}, {"decoder", {text.layers, text.heads}}};
}

int Gemma3Model::tokensPerImage() const {
    const int cells = m_parts.side / m_parts.pool;
    return cells * cells;
}

Result<void> Gemma3Model::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                       const Monitor& monitor) const {
    std::int64_t images = 0;
    if (const auto given = inputs.find("input.pixel_values"); given != inputs.end()) {
        showImage(
            sample, [&](const Picture& picture) { return processImage(picture, m_parts.image); }, m_parts.cell,
            prepared);
        images = backend::toTensor(given->second).size(0);
    } else {
        if (const auto added = addImages(sample, m_parts.image, m_parts.cell, prepared, monitor); !added)
            return added;
        if (const at::Tensor pixels = inputOf(prepared, "input.pixel_values"); pixels.defined())
            images = pixels.size(0);
    }
    PromptOptions options{{m_parts.imageToken, {}}, m_parts.padToken};
    options.items.tokens.assign(static_cast<std::size_t>(images), tokensPerImage());
    std::vector<std::string> texts = textsOf(sample);
    for (std::string& text : texts)
        if (text.find(m_parts.style.placeholder) == std::string::npos)
            text = withEach(text, m_parts.imageMark, m_parts.style.item);
    const auto rows = pairPrompts(texts, static_cast<int>(images), m_parts.style);
    if (!rows)
        return inputs.contains("input.input_ids") ? Result<void>{} : Failure(rows.error());
    return addPrompts(*rows, tokenizer(), options, prepared);
}

at::Tensor Gemma3Model::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor patches = m_vision.patches(pixels, trace);
    const at::Tensor plane = patches.transpose(1, 2).reshape({patches.size(0), -1, m_parts.side, m_parts.side});
    const at::Tensor cells = at::avg_pool2d(plane, m_parts.pool).flatten(2).transpose(1, 2);
    return m_projection(m_imageNorm(cells));
}

Result<void> Gemma3Model::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    at::Tensor features;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined()) {
        if (pixels.dim() != 4 || pixels.size(2) / m_parts.cell.height * m_parts.pool != m_parts.side ||
            pixels.size(3) != pixels.size(2))
            return fail(ErrorCode::InvalidInput, "The pixels have another size than the vision tower reads.",
                        "input.pixel_values");
        features = imageFeatures(pixels, trace).flatten(0, 1);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    // The placeholder may lie behind the vocabulary.
    const at::Tensor words = prompt.ids.masked_fill(prompt.ids.eq(m_parts.imageToken), 0);
    const auto embeddings = putFeatures(m_decoder.embedTokens(words), prompt.ids, m_parts.imageToken, features);
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    prompt.positions = positionsFromMask(prompt.mask);
    prompt.images = imageNumbers(prompt.ids, m_parts.imageToken);
    return generate(m_decoder, prompt, sample, trace, monitor);
}

Result<AttentionProgram> Gemma3Model::program(const Target& target, const PreparedSample& sample,
                                              const backend::Trace& trace) const {
    return decoderProgram(target, sample, trace, m_parts.imageToken);
}

} // namespace triptych::models::gemma3
