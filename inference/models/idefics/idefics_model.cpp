// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/idefics/idefics_model.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/generation/generation_config.h"
#include "inference/models/idefics/preprocess.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/program_builder.h"

namespace triptych::models::idefics {

namespace {

constexpr const char* textStream = "decoder";

// Image 0 has the towers' own names.
std::string streamOf(const std::string& tower, int image) {
    return image == 0 ? tower : tower + "." + std::to_string(image);
}

// Mean over heads of one row of a map [heads, q, k], with sum 1.
std::vector<float> lookedAt(const at::Tensor& map, int position) {
    const at::Tensor row = map.detach().select(1, position).mean(0);
    const at::Tensor shares = (row / row.sum().clamp_min(1e-12)).to(at::kCPU, at::kFloat).contiguous();
    const float* first = shares.const_data_ptr<float>();
    return {first, first + shares.numel()};
}

} // namespace

Result<ModelPtr> IdeficsModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const IdeficsConfig config = IdeficsConfig::read(source.config);
    if (const auto broken = source.config.error())
        return Failure(*broken);
    auto decodeOptions = readGenerationConfig(source, source.config, 2);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    std::shared_ptr<IdeficsModel> model(new IdeficsModel(source, *std::move(decodeOptions), config, *tokenizer));
    const WeightScope weights = source.weights.hasAny("model") ? source.weights / "model" : source.weights;
    model->m_image = idefics::readImages(source.preprocessor);
    model->m_vision = ClipVisionTower::load(weights / "vision_model", config.vision);
    if (config.hasResampler)
        model->m_resampler = Resampler::load(weights / "perceiver_resampler", config.resampler, config.vision.width);
    model->m_decoder = IdeficsDecoder::load(weights, source.weights / "lm_head", config);
    return model;
}

IdeficsModel::IdeficsModel(FamilySource& source, DecodeOptions decodeOptions, IdeficsConfig config,
                           text::TokenizerPtr tokenizer)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_config(std::move(config))
    , m_tokenizer(std::move(tokenizer)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
    mutableDescriptor().towers = {{"vision", {m_config.vision.layers, m_config.vision.heads}},
                                  {"decoder", {m_config.text.layers, m_config.text.heads}}};
    if (m_config.hasResampler)
        mutableDescriptor().towers["resampler"] = {m_config.resampler.depth, m_config.resampler.heads};
}

Result<void> IdeficsModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                        const Monitor& monitor) const {
    const ImageStep process = [&](const Picture& picture) { return processImage(picture, m_image); };
    const PixelSize patch{m_config.vision.patchSize, m_config.vision.patchSize};
    const auto count = static_cast<int>(sample.of(Modality::Image).size());
    const auto rows = imagePrompts(textsOf(sample), count, *m_tokenizer);
    if (!rows && !inputs.contains("input.input_ids"))
        return Failure(rows.error());
    if (inputs.contains("input.pixel_values"))
        showImage(sample, process, patch, prepared);
    else {
        const auto images = processImages(sample, process, patch, prepared, monitor);
        if (!images)
            return Failure(images.error());
        if (!images->empty() && rows)
            prepared.tensors["input.pixel_values"] = imagesByRow(*images, *rows);
    }
    if (!rows)
        return {};
    const std::int64_t pad = m_tokenizer->facts().pad.value_or(decodeOptions().padId);
    if (const auto added = addImagePrompts(*rows, *m_tokenizer, pad, prepared); !added)
        return added;
    if (const at::Tensor pixels = inputOf(prepared, "input.pixel_values"); pixels.defined())
        prepared.tensors["input.image_attention_mask"] =
            imageMask(inputOf(prepared, "input.input_ids"), pixels.size(1), *m_tokenizer);
    return {};
}

at::Tensor IdeficsModel::readImages(const at::Tensor& pixels, backend::Trace& trace) const {
    at::Tensor tokens = m_vision(pixels.flatten(0, 1), trace);
    if (m_config.hasResampler)
        tokens = m_resampler(tokens, trace);
    return tokens.unflatten(0, {pixels.size(0), pixels.size(1)});
}

Result<at::Tensor> IdeficsModel::allowedImages(const PreparedSample& sample, const at::Tensor& ids) const {
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (!pixels.defined())
        return at::Tensor();
    if (pixels.dim() != 5 || pixels.size(0) != ids.size(0))
        return fail(ErrorCode::InvalidInput, "The pixels must be [texts, images, 3, height, width].",
                    "input.pixel_values");
    const at::Tensor given = inputOf(sample, "input.image_attention_mask");
    if (!given.defined())
        return imageMask(ids, pixels.size(1), *m_tokenizer).to(device());
    if (given.dim() != 3 || given.size(0) != ids.size(0) || given.size(1) != ids.size(1) ||
        given.size(2) != pixels.size(1))
        return fail(ErrorCode::InvalidInput, "The mask must be [texts, tokens, images].", "input.image_attention_mask");
    return given;
}

Result<void> IdeficsModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    const auto allowed = allowedImages(sample, prompt.ids);
    if (!allowed)
        return Failure(allowed.error());
    at::Tensor images;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined())
        images = readImages(pixels, trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const ReadingDecoder decoder(m_decoder, images, *allowed);
    prompt.embeddings = decoder.embedTokens(prompt.ids);
    prompt.positions = (prompt.mask.cumsum(1) - 1).masked_fill(prompt.mask.eq(0), 1);
    return generate(decoder, prompt, sample, trace, monitor);
}

std::string IdeficsModel::addImageSteps(AttentionProgram& program, const PreparedSample& sample,
                                        const backend::Trace& trace, int images, int patches) const {
    const std::string read = m_config.hasResampler ? "resampler" : "vision";
    const int tokens = m_config.hasResampler ? m_config.resampler.latents : patches;
    std::vector<std::string> parts;
    for (int image = 0; image < images; ++image) {
        const std::string vision = streamOf("vision", image);
        program.tokenCounts[vision] = patches;
        for (int i = 0; i < m_config.vision.layers; ++i)
            program.steps.emplace_back(
                SelfStep{vision, layerName("vision", static_cast<std::size_t>(i)) + ".attention", image});
        parts.push_back(streamOf(read, image));
        program.tokenCounts[parts.back()] = tokens;
        for (int i = 0; m_config.hasResampler && i < m_config.resampler.depth; ++i) {
            const std::string name = layerName("resampler", static_cast<std::size_t>(i));
            program.steps.emplace_back(CrossStep{parts.back(), vision, name + ".cross_attention", image});
            program.steps.emplace_back(SelfStep{parts.back(), name + ".attention", image});
        }
    }
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
    if (images == 1 || trace.find("decoder.layers.0.cross_attention") == nullptr)
        return parts.front();
    program.steps.emplace_back(JoinStep{parts, "images"});
    program.tokenCounts["images"] = tokens * images;
    if (!m_config.hasResampler)
        showSegment(program, sample, "images", {Modality::Image, 1, patches - 1}, 0);
    return "images";
}

Result<AttentionProgram> IdeficsModel::program(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const TokenPlace place = placeOfToken(target, trace);
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    AttentionProgram program;
    std::string images;
    if (pixels.defined())
        images = addImageSteps(program, sample, trace, static_cast<int>(pixels.size(1)),
                               extentOf(trace, "vision.layers.0.attention", 3));
    program.tokenCounts[textStream] = place.tokens;
    showSegment(program, sample, textStream, {Modality::Text, 0, place.tokens}, 0);
    std::string last;
    for (int i = 0; i < m_config.text.layers; ++i) {
        const std::string name = layerName(textStream, static_cast<std::size_t>(i));
        if (i % m_config.crossInterval == 0 && !images.empty()) {
            last = name + ".cross_attention";
            program.steps.emplace_back(CrossStep{textStream, images, last, 0});
        }
        program.steps.emplace_back(SelfStep{textStream, name + ".attention", 0});
    }
    Readout text = readPosition(textStream, place.tokens, place.position);
    text.withoutIdentity = true;
    program.readouts = {text};
    // A stream shows only what it reads itself: what the resampler reads for the token is read out of the resampler.
    if (const at::Tensor* map = trace.find(last); map != nullptr && m_config.hasResampler) {
        Readout image;
        image.stream = images;
        image.rowWeights = lookedAt(map->select(0, 0), place.position);
        program.readouts.push_back(std::move(image));
    }
    return program;
}

} // namespace triptych::models::idefics
