// SPDX-License-Identifier: GPL-3.0-or-later
// What of Grounding DINO is explained, and how its maps lead there.
#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/grounding_dino/grounding_dino_model.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::grounding_dino {

namespace {

// Streams: words, places of all levels, detection queries.
constexpr const char* textStream = "text";
constexpr const char* imageStream = "fusion_vision";
constexpr const char* queryStream = "decoder";

void addFusionSteps(AttentionProgram& program, int layers, int row) {
    for (int i = 0; i < layers; ++i) {
        const std::string text = layerName("fusion_text", static_cast<std::size_t>(i));
        const std::string image = layerName("fusion_vision", static_cast<std::size_t>(i));
        program.steps.emplace_back(CoStep{{textStream, imageStream, text + ".cross_attention", row},
                                          {imageStream, textStream, image + ".cross_attention", row}});
        program.steps.emplace_back(SelfStep{textStream, text + ".attention", row});
    }
}

void addDecoderSteps(AttentionProgram& program, int layers, int row) {
    for (int i = 0; i < layers; ++i) {
        const std::string name = layerName("decoder", static_cast<std::size_t>(i));
        program.steps.emplace_back(SelfStep{queryStream, name + ".attention", row});
        program.steps.emplace_back(CrossStep{queryStream, textStream, name + ".cross_attention", row});
    }
}

Failure noLabel(const Target& target) {
    return fail(ErrorCode::InvalidInput, "The text has no label of this number; labels count from 0.",
                toString(target));
}

} // namespace

Target GroundingDinoModel::defaultTarget(const PreparedSample& sample) const {
    return sample.images > 0 && sample.texts > 0 ? pairTarget(Modality::Image, Modality::Text) : Target{};
}

Result<GroundingDinoModel::Detection>
GroundingDinoModel::detectionOf(const Target& target, const PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* scores = trace.find("scores.region_text");
    if (target.kind != TargetKind::Pair && target.kind != TargetKind::Class && target.kind != TargetKind::Default)
        return unknownTarget(target, "pair and class");
    if (scores == nullptr || target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "Detection needs an image and a text with labels; add the other one.",
                    toString(target));
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    int image = 0;
    int label = target.kind == TargetKind::Class ? target.index : -1;
    if (target.kind == TargetKind::Pair) {
        const bool imageFirst = target.firstModality == Modality::Image;
        image = imageFirst ? target.first : target.second;
        const int text = imageFirst ? target.second : target.first;
        const bool isLabel = sample.texts > ids.size(0);
        if (target.firstModality == Modality::Audio || target.secondModality == Modality::Audio ||
            image >= scores->size(0) || (!isLabel && text != image))
            return fail(ErrorCode::InvalidInput, "Every image is read with its own text; name an image and its text.",
                        toString(target));
        label = isLabel ? text : -1;
    }
    // Copies of the sample that were changed keep the logit that was the best one.
    if (const auto& fixed = sample.fixedRegion; fixed && fixed->pair == target)
        return Detection{image, fixed->region / m_config.maxTextTokens, fixed->region % m_config.maxTextTokens};
    const at::Tensor logits = scores->select(0, image).detach();
    at::Tensor words = at::arange(ids.size(1), ids.options());
    if (label >= 0) {
        const auto labels = labelsOf(ids.select(0, image));
        if (label >= static_cast<int>(labels.size()))
            return noLabel(target);
        words = at::tensor(labels[static_cast<std::size_t>(label)], ids.options());
    }
    const auto best = logits.index_select(1, words).flatten().argmax().item<std::int64_t>();
    return Detection{image, static_cast<int>(best / words.numel()), words[best % words.numel()].item<int>()};
}

Target GroundingDinoModel::settle(const Target& target, PreparedSample& sample, const backend::Trace& trace) const {
    const Target settled = FamilyModel::settle(target, sample, trace);
    sample.fixedRegion.reset();
    if (const auto found = detectionOf(settled, sample, trace))
        sample.fixedRegion = FixedRegion{settled, found->query * m_config.maxTextTokens + found->token};
    return settled;
}

Result<at::Tensor> GroundingDinoModel::targetValue(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const {
    const auto found = detectionOf(target, sample, trace);
    if (!found)
        return Failure(found.error());
    return (*trace.find("scores.region_text"))[found->image][found->query][found->token];
}

Result<AttentionProgram> GroundingDinoModel::program(const Target& target, const PreparedSample& sample,
                                                     const backend::Trace& trace) const {
    const auto found = detectionOf(target, sample, trace);
    if (!found)
        return Failure(found.error());
    const int row = found->image;
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    const std::vector<PixelSize> levels =
        m_config.levelSizes({static_cast<int>(pixels.size(2)), static_cast<int>(pixels.size(3))});
    const auto tokens = static_cast<int>(inputOf(sample, "input.input_ids").size(1));
    const std::string last = layerName("decoder", static_cast<std::size_t>(m_config.decoderLayers - 1));
    const at::Tensor* weights = trace.find(last + ".deformable.weights");
    const at::Tensor* locations = trace.find(last + ".deformable.locations");
    if (weights == nullptr || locations == nullptr)
        return fail(ErrorCode::Internal, "The sampled places were not recorded by the forward pass.", last);
    AttentionProgram program;
    Readout image;
    image.stream = imageStream;
    image.rowWeights =
        sampledPlaces(weights->select(0, row)[found->query], locations->select(0, row)[found->query], levels);
    Readout query = readPosition(queryStream, m_config.queries, found->query);
    program.tokenCounts = {{textStream, tokens},
                           {imageStream, static_cast<int>(image.rowWeights.size())},
                           {queryStream, m_config.queries}};
    showSegment(program, sample, textStream, {Modality::Text, 0, tokens}, row);
    showSegment(program, sample, imageStream, {Modality::Image, 0, levels.front().height * levels.front().width}, row);
    addSelfSteps(program, "text", m_config.text.layers, row);
    addFusionSteps(program, m_config.encoderLayers, row);
    addDecoderSteps(program, m_config.decoderLayers, row);
    program.readouts = {std::move(image), std::move(query)};
    return program;
}

} // namespace triptych::models::grounding_dino
