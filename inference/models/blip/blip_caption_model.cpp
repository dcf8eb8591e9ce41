// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blip/blip_caption_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"
#include "inference/models/generation/shown_tokens.h"
#include "inference/models/input_checks.h"
#include "inference/models/pairs.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"
#include "inference/text/words.h"

namespace triptych::models::blip {

namespace {

// [batch, n] of 1, behind `seen`, so that it covers `count` tokens.
at::Tensor seenUpTo(const at::Tensor& seen, std::int64_t count) {
    if (!seen.defined())
        return seen;
    return at::cat({seen, at::ones({seen.size(0), count - seen.size(1)}, seen.options())}, 1);
}

std::int64_t generatedCount(const at::Tensor& ids, const PreparedSample& sample) {
    return ids.size(1) - inputOf(sample, "input.input_ids").size(1);
}

// The output map shares the word embeddings, unless one of its own is stored or both parts of the configuration say
// that they differ.
Linear loadWords(const FamilySource& source, const WeightScope& decoder, const BertConfig& text) {
    const WeightScope head = decoder / "cls" / "predictions";
    const bool isTied = source.config.flag("tie_word_embeddings", true) ||
                        source.config.section("text_config").flag("tie_word_embeddings", true);
    const char* own = isTied ? "bias" : "decoder.bias";
    const char* other = isTied ? "decoder.bias" : "bias";
    Linear words;
    words.weight =
        (isTied && !head.has("decoder.weight") ? decoder / "bert" / "embeddings" / "word_embeddings" : head / "decoder")
            .take("weight", {text.vocabulary, text.width});
    words.bias = head.take(!head.has(own) && head.has(other) ? other : own, {text.vocabulary});
    head.ignoreAll();
    return words;
}

} // namespace

Result<ModelPtr> CaptionModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView textConfig = source.config.section("text_config");
    const auto vision = VisionConfig::read(source.config.section("vision_config"));
    const auto text = readTextConfig(textConfig, vision);
    std::shared_ptr<CaptionModel> model(new CaptionModel(source));
    const WeightScope decoder = source.weights / "text_decoder";
    const WeightScope head = decoder / "cls" / "predictions";
    model->m_vision = VisionTower::load(source.weights / "vision_model", vision);
    model->m_decoder = BertTower::load(decoder / "bert", text);
    model->m_transform = Linear::load(head / "transform" / "dense", text.width, text.width);
    model->m_activation = text.activation;
    model->m_transformNorm = Norm::layer(head / "transform" / "LayerNorm", text.width, text.epsilon);
    model->m_words = loadWords(source, decoder, text);
    model->m_image = readImages(source.preprocessor);
    model->m_patch = vision.patch();
    model->m_tokenizer = *tokenizer;
    model->m_start = textConfig.integer("bos_token_id", 30522);
    model->m_decode.endIds = {textConfig.integer("sep_token_id", 102)};
    model->m_decode.padId = text.padToken;
    model->m_visionLayers = vision.layers;
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.modalities = {Modality::Image, Modality::Text};
    descriptor.towers = {{"vision", {vision.layers, vision.heads}}, {"decoder", {text.layers, text.heads}}};
    return model;
}

text::Encoding CaptionModel::encodePrompt(const std::string& text) const {
    text::Encoding encoding = m_tokenizer->encode(text, longestText(*m_tokenizer, m_decoder.config()));
    // The end token would end the caption before it begins.
    if (encoding.ids.size() > 1) {
        encoding.ids.pop_back();
        encoding.tokens.pop_back();
    }
    if (encoding.ids.empty()) {
        encoding.ids.resize(1);
        encoding.tokens.resize(1);
    }
    encoding.ids.front() = m_start;
    encoding.tokens.front() = {m_tokenizer->tokenOf(m_start), {}, true, -1};
    return encoding;
}

void CaptionModel::addPrompts(const Sample& sample, PreparedSample& prepared) const {
    std::vector<std::string> texts = textsOf(sample);
    if (texts.empty())
        texts.assign(std::max<std::size_t>(1, sample.of(Modality::Image).size()), "");
    std::vector<std::vector<std::int64_t>> rows;
    for (const std::string& text : texts) {
        text::Encoding encoding = encodePrompt(text);
        if (encoding.truncated)
            prepared.notices.push_back("The prompt was cut to " + std::to_string(encoding.ids.size()) + " tokens.");
        if (rows.empty()) {
            prepared.shown.text = text;
            prepared.shown.tokens = std::move(encoding.tokens);
            prepared.shown.words = text::mergeIntoWords(prepared.shown.text, prepared.shown.tokens);
        }
        rows.push_back(std::move(encoding.ids));
    }
    TextBatchOptions options;
    options.padId = m_decode.padId;
    options.padLeft = true;
    const PaddedIds padded = padIds(rows, options);
    prepared.tensors["input.input_ids"] = padded.ids;
    if (!padded.mask.all().item<bool>())
        prepared.tensors["input.attention_mask"] = padded.mask;
}

Result<void> CaptionModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                        const Monitor& monitor) const {
    if (inputs.contains("input.pixel_values"))
        showImage(
            sample, [&](const Picture& picture) { return processImage(picture, m_image); }, m_patch, prepared);
    else if (!sample.has(Modality::Image))
        return fail(ErrorCode::InvalidInput, "A caption needs an image; add one.", sample.id);
    else if (const auto added = addImages(sample, m_image, m_patch, prepared, monitor); !added)
        return added;
    addPrompts(sample, prepared);
    const at::Tensor ids = inputOf(prepared, "input.input_ids");
    const int wanted = readDecodeOptions(prepared.options, m_decode).maxNewTokens;
    if (const int most = mostNewTokens(ids.size(1), prepared); most < wanted)
        prepared.notices.push_back("The caption ends after " + std::to_string(most) +
                                   " tokens, as the model has no more positions.");
    return {};
}

int CaptionModel::mostNewTokens(std::int64_t promptLength, const PreparedSample& sample) const {
    const int wanted = readDecodeOptions(sample.options, m_decode).maxNewTokens;
    return std::clamp(m_decoder.config().positions - static_cast<int>(promptLength), 0, wanted);
}

at::Tensor CaptionModel::decodeTokens(const at::Tensor& ids, const at::Tensor& seen, const at::Tensor& imageTokens,
                                      Caches* caches, backend::Trace& trace) const {
    const std::int64_t past = caches != nullptr && !caches->self.empty() && caches->self.front().key.defined()
                                  ? caches->self.front().key.size(2)
                                  : 0;
    BertInputs inputs;
    inputs.ids = ids;
    inputs.positions = seen.defined() ? (seen.cumsum(1) - 1).clamp_min(0).narrow(1, past, ids.size(1))
                                      : at::arange(past, past + ids.size(1), ids.options()).unsqueeze(0);
    at::Tensor tokens = m_decoder.embedTokens(inputs);
    trace.record("decoder.hidden.embed", tokens);
    LayerContext context;
    context.mask = causalMask(ids.size(1), past, seen, ids.device());
    context.crossTokens = imageTokens;
    const auto& layers = m_decoder.layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        context.cache = caches != nullptr ? &caches->self[i] : nullptr;
        context.crossCache = caches != nullptr ? &caches->image[i] : nullptr;
        tokens = layers[i](tokens, context, layerName("decoder", i), trace);
    }
    return tokens;
}

at::Tensor CaptionModel::logits(const at::Tensor& tokens) const {
    return m_words(m_transformNorm(activate(m_transform(tokens), m_activation)));
}

Result<at::Tensor> CaptionModel::generate(const at::Tensor& prompt, const at::Tensor& seen,
                                          const at::Tensor& imageTokens, const PreparedSample& sample,
                                          const Monitor& monitor) const {
    DecodeOptions options = readDecodeOptions(sample.options, m_decode);
    options.maxNewTokens = mostNewTokens(prompt.size(1), sample);
    options.write = writerOf(*m_tokenizer);
    const std::size_t layers = m_decoder.layers().size();
    Caches caches{std::vector<KeyValueCache>(layers), std::vector<KeyValueCache>(layers)};
    std::int64_t count = 0;
    const DecodeStep step = [&](const at::Tensor& ids) {
        // The maps are recorded by the pass over the finished caption.
        backend::Trace unwatched;
        count += ids.size(1);
        const at::Tensor tokens = decodeTokens(ids, seenUpTo(seen, count), imageTokens, &caches, unwatched);
        return logits(tokens.select(1, -1));
    };
    return decode(prompt, step, options, monitor);
}

Result<void> CaptionModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    if (const auto usable = checkPixels(sample, m_patch); !usable)
        return usable;
    const BertConfig& config = m_decoder.config();
    if (const auto usable = checkTokens(sample, {config.positions, config.vocabulary, 0}); !usable)
        return usable;
    const at::Tensor pixels = inputOf(sample, "input.pixel_values");
    const std::int64_t batch = pairCount(pixels.size(0), inputOf(sample, "input.input_ids").size(0));
    if (batch == 0)
        return fail(ErrorCode::InvalidInput,
                    "It is not clear which prompt belongs to which image; give one for every image, or one for all.",
                    "text");
    const at::Tensor prompt = forPairs(inputOf(sample, "input.input_ids"), batch);
    const at::Tensor seen = forPairs(inputOf(sample, "input.attention_mask"), batch);
    const at::Tensor imageTokens = forPairs(m_vision(pixels, trace), batch);
    const auto ids = generate(prompt, seen, imageTokens, sample, monitor);
    if (!ids)
        return Failure(ids.error());
    trace.record("output.ids", *ids);
    const at::Tensor tokens = decodeTokens(*ids, seenUpTo(seen, ids->size(1)), imageTokens, nullptr, trace);
    trace.record("logits.decoder", logits(tokens));
    return {};
}

Result<WrittenTokens> CaptionModel::writtenTokens(const PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* ids = trace.find("output.ids");
    return ids == nullptr ? WrittenTokens{} : writtenAfter((*ids)[0], inputOf(sample, "input.input_ids").size(1));
}

void CaptionModel::showOutput(PreparedSample& sample, const backend::Trace& trace) const {
    if (const at::Tensor* ids = trace.find("output.ids"))
        showTokens(*m_tokenizer, (*ids)[0], static_cast<int>(inputOf(sample, "input.input_ids").size(1)), sample.shown);
}

Target CaptionModel::defaultTarget(const PreparedSample& /*sample*/) const {
    return numberedTarget(TargetKind::Token);
}

Result<at::Tensor> CaptionModel::targetValue(const Target& target, const PreparedSample& sample,
                                             const backend::Trace& trace) const {
    if (target.kind != TargetKind::Token)
        return unknownTarget(target, "token");
    const at::Tensor& ids = *trace.find("output.ids");
    if (target.index < 0 || target.index >= generatedCount(ids, sample))
        return fail(ErrorCode::InvalidInput,
                    "The caption has " + std::to_string(generatedCount(ids, sample)) + " tokens, counted from 0.",
                    toString(target));
    const std::int64_t place = inputOf(sample, "input.input_ids").size(1) + target.index;
    return (*trace.find("logits.decoder"))[0][place - 1][ids[0][place].item<std::int64_t>()];
}

Result<at::Tensor> CaptionModel::gradientProbe(const Target& /*settled*/, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    const auto last = static_cast<int>(generatedCount(*trace.find("output.ids"), sample)) - 1;
    return targetValue(numberedTarget(TargetKind::Token, last), sample, trace);
}

Result<AttentionProgram> CaptionModel::program(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const int patches = extentOf(trace, "vision.hidden.embed", 1);
    const int tokens = extentOf(trace, "output.ids", 1);
    const int promptLength = static_cast<int>(inputOf(sample, "input.input_ids").size(1));
    AttentionProgram program;
    program.tokenCounts = {{"vision", patches}, {"decoder", tokens}};
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
    showSegment(program, sample, "decoder", {Modality::Text, 0, tokens}, 0);
    addSelfSteps(program, "vision", m_visionLayers, 0);
    addReadingSteps(program, "decoder", "vision", static_cast<int>(m_decoder.layers().size()), 0);
    Readout readout = readPosition("decoder", tokens, promptLength + target.index - 1);
    readout.withoutIdentity = true;
    program.readouts = {readout};
    return program;
}

} // namespace triptych::models::blip
