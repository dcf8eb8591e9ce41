// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/vilt/vilt_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/input_checks.h"
#include "inference/models/pairs.h"
#include "inference/models/preprocess/padded_images.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::vilt {

namespace {

constexpr double answerEpsilon = 1e-5; // the published head keeps LayerNorm's default

ImageOptions readViltImages(const ConfigView& preprocessor) {
    ImageOptions defaults;
    defaults.shortestEdge = 384;
    ImageOptions options = readImageOptions(preprocessor, defaults);
    preprocessor.require(options.shortestEdge > 0, "\"size\" must name a \"shortest_edge\".");
    return options;
}

} // namespace

Result<ModelPtr> ViltModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ViltConfig config = ViltConfig::read(source.config);
    std::shared_ptr<ViltModel> model(new ViltModel(source));
    const WeightScope base = source.weights.hasAny("vilt") ? source.weights / "vilt" : source.weights;
    model->m_config = config;
    model->m_embedding = ViltEmbedding::load(base / "embeddings", config);
    model->m_layers = loadLayers(base / "encoder" / "layer", config.layers.layers, config.layers.layerOptions());
    model->m_end = VitHead::load(base, config.layers);
    model->m_image = readViltImages(source.preprocessor);
    model->m_divisor = source.preprocessor.size("size_divisor", model->m_divisor);
    model->m_tokenizer = *tokenizer;
    const auto positions = static_cast<std::size_t>(config.text.positions);
    model->m_text.maxTokens = std::min(positions, (*tokenizer)->facts().modelMaxLength.value_or(positions));
    model->m_text.padId = (*tokenizer)->facts().pad.value_or(config.text.padToken);
    model->m_text.hasTypeIds = true;
    if (const auto loaded = model->loadHead(source); !loaded)
        return Failure(loaded.error());
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.modalities = {Modality::Image, Modality::Text};
    descriptor.towers = {{"fusion", {config.layers.layers, config.layers.heads}}};
    descriptor.hasMatchHead = model->m_match.has_value();
    return model;
}

Result<void> ViltModel::loadHead(const FamilySource& source) {
    const WeightScope& root = source.weights;
    const bool isNamed = source.config.has("architectures");
    const int width = m_config.layers.width;
    if (namesArchitecture(source.config, "ViltForImageAndTextRetrieval") || (!isNamed && root.hasAny("rank_output"))) {
        m_match = Linear::load(root / "rank_output", width, 1);
        return {};
    }
    if (namesArchitecture(source.config, "ViltForQuestionAnswering") || (!isNamed && root.hasAny("classifier.3"))) {
        m_answers = AnswerList::read(source.config);
        const WeightScope head = root / "classifier";
        m_answer = AnswerHead{Linear::load(head / 0, width, 2 * width), Norm::layer(head / 1, 2 * width, answerEpsilon),
                              Linear::load(head / 3, 2 * width, m_answers.count())};
        return {};
    }
    return fail(ErrorCode::Unsupported,
                "Of the ViLT models, those for matching (ViltForImageAndTextRetrieval) and for questions "
                "(ViltForQuestionAnswering) can be opened; choose a folder of one of them.",
                source.config.where());
}

Result<void> ViltModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                     const Monitor& monitor) const {
    const ImageStep process = [&](const Picture& picture) { return processDivided(picture, m_image, m_divisor); };
    if (inputs.contains("input.pixel_values")) {
        showImage(sample, process, m_config.patch(), prepared);
    } else {
        const auto images = processImages(sample, process, m_config.patch(), prepared, monitor);
        if (!images)
            return Failure(images.error());
        addPadded(*images, prepared);
    }
    return addTexts(textsOf(sample), *m_tokenizer, m_text, prepared);
}

Result<MaskedTokens> ViltModel::embedPairs(const PreparedSample& sample) const {
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    if (!pixels.defined() || sample.texts == 0)
        return fail(ErrorCode::InvalidInput, "This model reads an image and a text together; add the other one.",
                    "sample");
    const std::int64_t pairs = pairCount(sample.images, sample.texts);
    if (pairs == 0)
        return fail(ErrorCode::InvalidInput,
                    "It is not clear which text belongs to which image; give one for every image, or one for all.",
                    "text");
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.types = inputOf(sample, "input.token_type_ids");
    const at::Tensor given = inputOf(sample, "input.attention_mask");
    const at::Tensor wordMask = given.defined() ? given : at::ones_like(inputs.ids);
    const at::Tensor mask = inputOf(sample, "input.pixel_mask");
    const auto patches = m_embedding.patches(
        pixels, mask.defined() ? mask : at::ones({pixels.size(0), pixels.size(2), pixels.size(3)}, pixels.options()));
    if (!patches)
        return Failure(patches.error());
    return MaskedTokens{at::cat({forPairs(m_embedding.words(inputs), pairs), forPairs(patches->tokens, pairs)}, 1),
                        at::cat({forPairs(wordMask, pairs), forPairs(patches->mask, pairs)}, 1)};
}

Result<void> ViltModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& /*monitor*/) const {
    const BertConfig& words = m_config.text;
    if (const auto usable = checkPixels(sample, m_config.patch()); !usable)
        return usable;
    if (const auto usable = checkTokens(sample, {words.positions, words.vocabulary, words.types}); !usable)
        return usable;
    const auto pairs = embedPairs(sample);
    if (!pairs)
        return Failure(pairs.error());
    trace.record("fusion.hidden.embed", pairs->tokens);
    LayerContext context;
    context.mask = keyMask(pairs->mask);
    const at::Tensor tokens = passLayers(m_layers, pairs->tokens, context, "fusion", trace);
    recordHead(m_end.pool(m_end.norm(tokens)), trace);
    return {};
}

void ViltModel::recordHead(const at::Tensor& pooled, backend::Trace& trace) const {
    if (m_match) {
        const at::Tensor logits = (*m_match)(pooled);
        trace.record("logits.match", logits);
        trace.record("scores.match", logits);
    }
    if (m_answer)
        trace.record("logits.answer",
                     m_answer->second(activate(m_answer->norm(m_answer->first(pooled)), Activation::Gelu)));
}

Target ViltModel::defaultTarget(const PreparedSample& /*sample*/) const {
    return numberedTarget(m_match ? TargetKind::Match : TargetKind::Class);
}

Target ViltModel::settle(const Target& target, PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* answers = trace.find("logits.answer");
    if (target.kind == TargetKind::Default && answers != nullptr)
        return numberedTarget(TargetKind::Class, (*answers)[0].argmax().item<int>());
    return FamilyModel::settle(target, sample, trace);
}

Result<at::Tensor> ViltModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                          const backend::Trace& trace) const {
    if (const at::Tensor* logits = trace.find("logits.match"); logits != nullptr && target.kind == TargetKind::Match)
        return (*logits)[0][0];
    const at::Tensor* answers = trace.find("logits.answer");
    const bool isAnswer = target.kind == TargetKind::Class || target.kind == TargetKind::Answer;
    if (answers == nullptr || !isAnswer)
        return unknownTarget(target, m_match ? "match" : "class and answer");
    const auto index = target.kind == TargetKind::Answer ? m_answers.indexOf(target.text) : Result<int>(target.index);
    if (!index)
        return Failure(index.error());
    if (*index < 0 || *index >= answers->size(1))
        return fail(ErrorCode::InvalidInput,
                    "The model knows " + std::to_string(answers->size(1)) + " answers, counted from 0.",
                    toString(target));
    return (*answers)[0][*index];
}

Result<AttentionProgram> ViltModel::program(const Target& target, const PreparedSample& sample,
                                            const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const int tokens = extentOf(trace, "fusion.hidden.embed", 1);
    const int words = static_cast<int>(inputOf(sample, "input.input_ids").size(1));
    int patches = std::max(0, tokens - words - 1);
    if (const at::Tensor mask = inputOf(sample, "input.pixel_mask"); mask.defined()) {
        const ValidGrid own = validGrids(patchMask(mask.narrow(0, 0, 1), m_config.patch())).front();
        patches = std::min(patches, own.rows * own.cols);
    }
    AttentionProgram program;
    program.tokenCounts = {{"fusion", tokens}};
    showSegment(program, sample, "fusion", {Modality::Text, 0, words}, 0);
    showSegment(program, sample, "fusion", {Modality::Image, words + 1, patches}, 0);
    addSelfSteps(program, "fusion", m_config.layers.layers, 0);
    program.readouts = {readPosition("fusion", tokens, 0)};
    return program;
}

} // namespace triptych::models::vilt
