// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/grounding_dino_model.h"

#include <algorithm>

#include "inference/models/blocks/masks.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::grounding_dino {

namespace {

constexpr double noLogit = -100; // of padding, where the network has -inf

at::Tensor textMaskOf(const PreparedSample& sample) {
    const at::Tensor mask = inputOf(sample, "input.attention_mask");
    return mask.defined() ? mask.ne(0) : at::ones_like(inputOf(sample, "input.input_ids"), at::kBool);
}

} // namespace

Result<ModelPtr> GroundingDinoModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const DinoConfig config = DinoConfig::read(source.config);
    if (const auto broken = source.config.error())
        return Failure(*broken);
    std::shared_ptr<GroundingDinoModel> model(new GroundingDinoModel(source, config, *tokenizer));
    const WeightScope weights = source.weights / "model";
    model->m_image = DetectionImage::read(source.preprocessor);
    model->m_pyramid = PyramidTower::load(weights, config);
    model->m_text = BertTower::load(weights / "text_backbone", config.text);
    model->m_textProjection = Linear::load(weights / "text_projection", config.text.width, config.width);
    model->m_encoder = Encoder::load(weights / "encoder", config);
    model->m_decoder = Decoder::load(source.weights, config);
    weights.ignore("special_tokens");
    return model;
}

GroundingDinoModel::GroundingDinoModel(FamilySource& source, DinoConfig config, text::TokenizerPtr tokenizer)
    : FamilyModel(source)
    , m_config(std::move(config))
    , m_tokenizer(std::move(tokenizer)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
    mutableDescriptor().towers = {{"text", {m_config.text.layers, m_config.text.heads}},
                                  {"fusion_text", {m_config.encoderLayers, m_config.encoderHeads / 2}},
                                  {"fusion_vision", {m_config.encoderLayers, m_config.encoderHeads / 2}},
                                  {"decoder", {m_config.decoderLayers, m_config.decoderHeads}}};
}

Result<void> GroundingDinoModel::prepareImages(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                               const Monitor& monitor) const {
    const ImageStep process = [&](const Picture& picture) { return processDetection(picture, m_image); };
    if (inputs.contains("input.pixel_values"))
        showImage(sample, process, m_config.stride(), prepared);
    else if (const auto images = processImages(sample, process, m_config.stride(), prepared, monitor); !images)
        return Failure(images.error());
    else
        stackPadded(*images, m_image.padded, prepared);
    showLevelGrid(inputs, prepared);
    return {};
}

// The finest level covers the padded image, its last places maybe only in part.
void GroundingDinoModel::showLevelGrid(const ArrayMap& inputs, PreparedSample& prepared) const {
    PixelSize size;
    if (const auto given = inputs.find("input.pixel_values"); given != inputs.end()) {
        const auto* array = std::get_if<FloatArray>(&given->second);
        if (array == nullptr || array->shape().size() != 4)
            return;
        size = {static_cast<int>(array->extent(2)), static_cast<int>(array->extent(3))};
    } else if (const at::Tensor pixels = inputOf(prepared, "input.pixel_values"); pixels.defined())
        size = {static_cast<int>(pixels.size(2)), static_cast<int>(pixels.size(3))};
    if (size.height <= 0 || size.width <= 0)
        return;
    const PixelSize level = m_config.levelSizes(size).front();
    const PixelSize stride = m_config.stride();
    const Picture& picture = prepared.shown.picture;
    const PixelSize used = picture.width > 0 ? m_image.sizeFor({picture.height, picture.width}) : PixelSize{};
    PatchGrid& grid = prepared.shown.patchGrid;
    const double scaleX = used.width > 0 ? static_cast<double>(picture.width) / used.width : 1;
    const double scaleY = used.height > 0 ? static_cast<double>(picture.height) / used.height : 1;
    grid = {
        level.height, level.width, 0, 0, level.width * stride.width * scaleX, level.height * stride.height * scaleY};
}

Result<void> GroundingDinoModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                              const Monitor& monitor) const {
    if (const auto images = prepareImages(sample, inputs, prepared, monitor); !images)
        return images;
    const std::vector<std::string> given = textsOf(sample);
    const auto texts = labelTexts(given, sample.of(Modality::Image).size());
    if (!texts)
        return Failure(texts.error());
    // Labels of one image count as texts, so that each of them can be a target.
    if (texts->size() < given.size() && !inputs.contains("input.input_ids"))
        prepared.texts = static_cast<int>(given.size());
    TextBatchOptions options;
    options.maxTokens = static_cast<std::size_t>(std::min(m_config.maxTextTokens, m_config.text.positions));
    options.padId = m_tokenizer->facts().pad.value_or(m_config.text.padToken);
    options.hasTypeIds = true;
    return addTexts(*texts, *m_tokenizer, options, prepared);
}

Result<void> GroundingDinoModel::checkInputs(const PreparedSample& sample) const {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    if (ids.defined() && (ids.dim() != 2 || ids.size(1) > std::min(m_config.maxTextTokens, m_config.text.positions)))
        return fail(ErrorCode::InvalidInput,
                    "The text has more tokens than the model reads; shorten it to " +
                        std::to_string(m_config.maxTextTokens) + " tokens.",
                    "input.input_ids");
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (!pixels.defined())
        return {};
    if (pixels.dim() != 4)
        return fail(ErrorCode::InvalidInput, "The pixels must be [images, 3, height, width].", "input.pixel_values");
    if (ids.defined() && ids.size(0) != pixels.size(0))
        return fail(ErrorCode::InvalidInput, "Every image needs one text with its labels.", "input.input_ids");
    std::int64_t places = 0;
    for (const PixelSize& level :
         m_config.levelSizes({static_cast<int>(pixels.size(2)), static_cast<int>(pixels.size(3))}))
        places += std::int64_t{level.height} * level.width;
    if (m_config.twoStage && places < m_config.queries)
        return fail(ErrorCode::InvalidInput,
                    "The image gives " + std::to_string(places) + " places, fewer than the " +
                        std::to_string(m_config.queries) + " queries of the model; use a larger or a squarer image.",
                    "input.pixel_values");
    return {};
}

at::Tensor GroundingDinoModel::readText(const PreparedSample& sample, const TextLayout& layout,
                                        backend::Trace& trace) const {
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.types = inputOf(sample, "input.token_type_ids");
    inputs.positions = layout.positions;
    inputs.layerMask = additiveMask(layout.allowed).unsqueeze(1);
    return m_textProjection(m_text(inputs, "text", trace));
}

Result<void> GroundingDinoModel::compute(const PreparedSample& sample, backend::Trace& trace,
                                         const Monitor& monitor) const {
    if (const auto fits = checkInputs(sample); !fits)
        return fits;
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (!ids.defined())
        return {};
    const TextLayout layout = layOutText(ids);
    const at::Tensor text = readText(sample, layout, trace);
    if (!pixels.defined())
        return {};
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const Pyramid pyramid = m_pyramid(pixels, inputOf(sample, "input.pixel_mask"));
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const at::Tensor tokens = textMaskOf(sample);
    const Fused fused = m_encoder(pyramid, text, layout, keyMask(tokens), trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const Detections found = m_decoder({pyramid, fused, tokens}, trace);
    const at::Tensor logits = at::constant_pad_nd(found.logits, {0, m_config.maxTextTokens - ids.size(1)}, noLogit);
    trace.record("scores.region_text", at::where(at::isinf(logits), at::full_like(logits, noLogit), logits));
    trace.record("logits.boxes", found.boxes);
    return {};
}

} // namespace triptych::models::grounding_dino
