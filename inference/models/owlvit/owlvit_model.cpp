// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/owlvit/owlvit_model.h"

#include <algorithm>
#include <limits>

#include <ATen/ATen.h>

#include "inference/models/owlvit/square_image.h"

namespace triptych::models::owlvit {

namespace {

constexpr int defaultImageSize = 768;
constexpr int defaultMaxTokens = 16;

ImageOptions imageDefaults(int edge) {
    ImageOptions options;
    options.size = {edge, edge};
    options.crop = {edge, edge};
    options.mean = clipMean;
    options.deviation = clipDeviation;
    return options;
}

ClipVisionConfig readVision(const ConfigView& config, int defaultPatch) {
    ClipVisionConfig read = ClipVisionConfig::read(config);
    read.imageSize = config.size("image_size", defaultImageSize);
    read.patchSize = config.size("patch_size", defaultPatch);
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

std::int64_t rowsOfInput(const ArrayMap& inputs, const std::string& name, std::int64_t otherwise) {
    const auto found = inputs.find(name);
    if (found == inputs.end())
        return otherwise;
    return std::visit([](const auto& array) { return array.shape().empty() ? 0 : array.extent(0); }, found->second);
}

} // namespace

Result<ModelPtr> OwlVitModel::build(FamilySource& source) {
    Options options;
    options.image = readImageOptions(source.preprocessor, imageDefaults(defaultImageSize));
    // The first uploads named the switch like the step.
    if (!source.preprocessor.has("do_rescale"))
        options.image.doRescale = source.preprocessor.flag("rescale", true);
    return buildFrom(source, std::move(options), "owlvit");
}

Result<ModelPtr> OwlVitModel::buildV2(FamilySource& source) {
    Options options;
    options.image = readImageOptions(source.preprocessor, imageDefaults(960));
    options.toSquare = true;
    options.doPad = source.preprocessor.flag("do_pad", true);
    return buildFrom(source, std::move(options), "owlv2");
}

Result<ModelPtr> OwlVitModel::buildFrom(FamilySource& source, Options options, const char* prefix) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto vision = readVision(source.config.section("vision_config"), options.toSquare ? 16 : 32);
    auto text = ClipTextConfig::read(source.config.section("text_config"));
    text.maxTokens = source.config.section("text_config").size("max_position_embeddings", defaultMaxTokens);
    options.tokenizer = *tokenizer;
    const text::TokenizerFacts& facts = (*tokenizer)->facts();
    const auto places = static_cast<std::size_t>(text.maxTokens);
    options.text.padTo = std::min(places, facts.modelMaxLength.value_or(places));
    options.text.maxTokens = options.text.padTo;
    options.text.padId = facts.pad.value_or(0);
    std::shared_ptr<OwlVitModel> model(new OwlVitModel(source, std::move(options)));
    const int joint = source.config.size("projection_dim", 512);
    source.config.require(joint == text.width, "\"projection_dim\" is not the width of the text tower.");
    const WeightScope towers = source.weights / prefix;
    model->m_vision = ClipVisionTower::load(towers / "vision_model", vision);
    model->m_text = ClipTextTower::load(towers / "text_model", text);
    model->m_textProjection = Linear::load(towers / "text_projection", text.width, joint, false);
    if (towers.hasAny("visual_projection"))
        model->m_visualProjection = Linear::load(towers / "visual_projection", vision.width, joint, false);
    towers.ignore("logit_scale");
    source.weights.ignore("box_bias");
    model->m_patchNorm = Norm::layer(source.weights / "layer_norm", vision.width, vision.epsilon);
    model->m_classes = ClassHead::load(source.weights / "class_head", vision.width, text.width);
    model->m_boxes = PatchHead::load(source.weights / "box_head", vision.width, 4);
    if (model->m_options.toSquare)
        model->m_objectness = PatchHead::load(source.weights / "objectness_head", vision.width, 1);
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.modalities = {Modality::Image, Modality::Text};
    descriptor.towers = {{"vision", {vision.layers, vision.heads}}, {"text", {text.layers, text.heads}}};
    return model;
}

OwlVitModel::OwlVitModel(FamilySource& source, Options options)
    : FamilyModel(source)
    , m_options(std::move(options)) {
}

PixelSize OwlVitModel::patchSize() const {
    return {m_vision.config().patchSize, m_vision.config().patchSize};
}

Result<ProcessedImage> OwlVitModel::process(const Picture& picture) const {
    if (m_options.toSquare)
        return processSquare(picture, m_options.image, m_options.doPad);
    return processImage(picture, m_options.image);
}

Result<void> OwlVitModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                       const Monitor& monitor) const {
    const ImageStep step = [this](const Picture& picture) { return process(picture); };
    if (inputs.contains("input.pixel_values")) {
        showImage(sample, step, patchSize(), prepared);
    } else {
        const auto images = processImages(sample, step, patchSize(), prepared, monitor);
        if (!images)
            return Failure(images.error());
        std::vector<at::Tensor> pixels;
        for (const ProcessedImage& image : *images)
            pixels.push_back(image.pixels);
        if (!pixels.empty())
            prepared.tensors["input.pixel_values"] = at::stack(pixels);
    }
    const std::vector<std::string> texts = textsOf(sample);
    if (const auto added = addTexts(texts, *m_options.tokenizer, m_options.text, prepared); !added)
        return added;
    prepared.texts = static_cast<int>(texts.size());
    const at::Tensor pixels = inputOf(prepared, "input.pixel_values");
    const std::int64_t images =
        rowsOfInput(inputs, "input.pixel_values", pixels.defined() ? pixels.size(0) : std::int64_t{1});
    for (const char* name : {"input.input_ids", "input.attention_mask"})
        if (const auto found = prepared.tensors.find(name); found != prepared.tensors.end())
            found->second = found->second.repeat({std::max<std::int64_t>(1, images), 1});
    return {};
}

at::Tensor OwlVitModel::lookAt(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_vision.postNorm()(m_vision(pixels, trace));
    if (m_visualProjection)
        trace.record("embedding.image", unitLength((*m_visualProjection)(tokens.select(1, 0))));
    const at::Tensor patches = m_patchNorm(tokens.narrow(1, 1, tokens.size(1) - 1) * tokens.narrow(1, 0, 1));
    const PixelSize patch = patchSize();
    const at::Tensor bias = boxBias(pixels.size(2) / patch.height, pixels.size(3) / patch.width, pixels.device());
    trace.record("logits.boxes", at::sigmoid(m_boxes(patches) + bias));
    if (m_objectness)
        trace.record("logits.objectness", (*m_objectness)(patches.detach()).squeeze(-1));
    return patches;
}

at::Tensor OwlVitModel::readTexts(const PreparedSample& sample, std::int64_t images, backend::Trace& trace) const {
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const at::Tensor tokens = m_text(ids, inputOf(sample, "input.attention_mask"), trace);
    const at::Tensor text = unitLength(m_textProjection(rowsAt(tokens, ids.argmax(-1))));
    const at::Tensor perImage = text.reshape({images, ids.size(0) / images, -1});
    trace.record("embedding.text", perImage);
    return perImage;
}

Result<void> OwlVitModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const std::int64_t images = pixels.defined() ? pixels.size(0) : 1;
    if (ids.defined() && (images == 0 || ids.size(0) % images != 0))
        return fail(ErrorCode::InvalidInput,
                    "There must be as many texts for every image; give rows of texts image by image.",
                    "input.input_ids");
    at::Tensor patches;
    at::Tensor embedded;
    if (pixels.defined()) {
        patches = lookAt(pixels, trace);
        embedded = m_classes.embed(patches);
        trace.record("embedding.regions", embedded);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (!ids.defined())
        return {};
    const at::Tensor queries = readTexts(sample, images, trace);
    if (!patches.defined())
        return {};
    // A row that starts with id 0 is no text but fills up the batch.
    const at::Tensor isFiller = ids.select(1, 0).le(0).reshape({images, 1, -1});
    trace.record(
        "scores.region_text",
        m_classes.score(patches, embedded, queries).masked_fill(isFiller, std::numeric_limits<float>::lowest()));
    return {};
}

} // namespace triptych::models::owlvit
