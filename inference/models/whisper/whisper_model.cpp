// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_model.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/generation/decode.h"
#include "inference/models/generation/shown_tokens.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"
#include "inference/models/whisper/word_times.h"

namespace triptych::models::whisper {

namespace {

std::int64_t promptLength(const PreparedSample& sample) {
    return inputOf(sample, "input.input_ids").size(1);
}

// The decoder row that predicts the produced token of this number.
Result<int> rowOf(const Target& target, const PreparedSample& sample, const backend::Trace& trace) {
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "No token was produced; allow more tokens or give a sound.", "default");
    if (target.kind != TargetKind::Token)
        return unknownTarget(target, "token:N");
    const at::Tensor* ids = trace.find("output.ids");
    const std::int64_t prompt = promptLength(sample);
    if (ids == nullptr || target.index < 0 || prompt + target.index >= ids->size(1))
        return fail(ErrorCode::InvalidInput, "So many tokens were not produced; choose an earlier one.",
                    toString(target));
    return static_cast<int>(prompt) - 1 + target.index;
}

} // namespace

Result<ModelPtr> WhisperModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    auto generation = WhisperGeneration::read(source);
    if (!generation)
        return Failure(generation.error());
    const auto config = WhisperConfig::read(source.config);
    const auto isBeyond = [&](std::int64_t id) { return id < 0 || id >= config.vocabulary; };
    source.config.require(std::ranges::none_of(generation->prompt, isBeyond) &&
                              std::ranges::none_of(generation->languages, isBeyond),
                          "generation_config.json or the tokenizer names tokens beyond \"vocab_size\".");
    auto features = WhisperFeatures::read(source.preprocessor, config.encoder.mels, config.encoder.frames);
    if (!features)
        return Failure(features.error());
    std::shared_ptr<WhisperModel> model(new WhisperModel(source, config, *std::move(generation), *std::move(features)));
    const WeightScope root = source.weights.firstOf({"model", ""});
    model->m_encoder = WhisperEncoder::load(root / "encoder", config.encoder);
    model->m_decoder = WhisperDecoder::load(root / "decoder", source.weights, config);
    return model;
}

WhisperModel::WhisperModel(FamilySource& source, const WhisperConfig& config, WhisperGeneration generation,
                           WhisperFeatures features)
    : FamilyModel(source)
    , m_config(config)
    , m_generation(std::move(generation))
    , m_features(std::move(features))
    , m_tokenizer(source.tokenizer) {
    mutableDescriptor().modalities = {Modality::Audio, Modality::Text};
    mutableDescriptor().towers = {{"encoder", {config.encoder.layers, config.encoder.heads}},
                                  {"decoder", {config.decoderLayers, config.decoderHeads}}};
}

Result<void> WhisperModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                        const Monitor& monitor) const {
    at::Tensor features;
    if (const auto given = inputs.find("input.audio_features"); given != inputs.end()) {
        features = backend::toTensor(given->second);
        showSound(sample, m_features.rateHz(), m_features, prepared);
    } else {
        const auto sounds = addSounds(sample, m_features.rateHz(), m_features, prepared, monitor);
        if (!sounds)
            return Failure(sounds.error());
        std::vector<at::Tensor> rows;
        for (const ProcessedSound& sound : *sounds) {
            rows.push_back(sound.features);
            if (sound.isLonger)
                prepared.notices.push_back(soundWasCut(m_features.seconds()));
        }
        if (rows.empty())
            return {};
        features = at::stack(rows);
        prepared.tensors["input.audio_features"] = features;
    }
    prepared.audios = static_cast<int>(features.size(0));
    if (!inputs.contains("input.input_ids"))
        prepared.tensors["input.input_ids"] = promptFor(features);
    return {};
}

at::Tensor WhisperModel::encode(const at::Tensor& features, backend::Trace& trace) const {
    return m_encoder.norm()(m_encoder(features, {}, trace));
}

at::Tensor WhisperModel::promptFor(const at::Tensor& features) const {
    at::Tensor prompt = at::tensor(m_generation.prompt, at::kLong).repeat({features.size(0), 1});
    if (m_generation.languages.empty())
        return prompt;
    const at::NoGradGuard noGradients;
    backend::Trace unwatched;
    WhisperCache cache;
    const at::Tensor states = encode(features.to(device()), unwatched);
    const at::Tensor logits = m_decoder.next(prompt.narrow(1, 0, 1).to(device()), states, cache);
    const at::Tensor languages = at::tensor(m_generation.languages, at::kLong);
    const at::Tensor best = logits.to(at::kCPU).index_select(1, languages).argmax(-1);
    prompt.select(1, static_cast<std::int64_t>(m_generation.languagePosition)).copy_(languages.index_select(0, best));
    return prompt;
}

Result<void> WhisperModel::check(const PreparedSample& sample) const {
    const at::Tensor features = inputOf(sample, "input.audio_features");
    if (!features.defined() || features.dim() != 3 || features.size(1) != m_config.encoder.mels ||
        features.size(2) != 2LL * m_config.encoder.frames || !features.is_floating_point())
        return fail(ErrorCode::InvalidInput,
                    "The model needs a sound: float features [sounds, " + std::to_string(m_config.encoder.mels) + ", " +
                        std::to_string(2 * m_config.encoder.frames) + "].",
                    "input.audio_features");
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    if (!ids.defined() || ids.dim() != 2 || ids.scalar_type() != at::kLong || ids.size(0) != features.size(0) ||
        ids.size(1) < 1 || ids.size(1) > m_config.tokens || ids.lt(0).any().item<bool>() ||
        ids.ge(m_config.vocabulary).any().item<bool>())
        return fail(ErrorCode::InvalidInput,
                    "The prompt must hold one row of int64 ids within the vocabulary for each sound.",
                    "input.input_ids");
    return {};
}

Result<at::Tensor> WhisperModel::produce(const PreparedSample& sample, const at::Tensor& states,
                                         const Monitor& monitor) const {
    const at::Tensor prompt = inputOf(sample, "input.input_ids");
    const int room = m_config.tokens - static_cast<int>(prompt.size(1));
    DecodeOptions defaults;
    defaults.maxNewTokens = m_generation.maxNewTokens.value_or(
        m_generation.maxLength ? *m_generation.maxLength - static_cast<int>(prompt.size(1)) : room);
    defaults.endIds = m_generation.endIds;
    defaults.padId = m_generation.padId;
    DecodeOptions options = readDecodeOptions(sample.options, defaults);
    options.maxNewTokens = std::clamp(options.maxNewTokens, 0, room);
    options.write = writerOf(*m_tokenizer);
    WhisperCache cache;
    return decode(
        prompt, [&](const at::Tensor& tokens) { return m_decoder.next(tokens, states, cache); }, options, monitor);
}

Result<void> WhisperModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    if (const auto fits = check(sample); !fits)
        return fits;
    const at::Tensor states = encode(inputOf(sample, "input.audio_features"), trace);
    at::Tensor ids = inputOf(sample, "output.ids");
    if (!ids.defined()) {
        const auto produced = produce(sample, states, monitor);
        if (!produced)
            return Failure(produced.error());
        ids = *produced;
    }
    trace.record("output.ids", ids);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    trace.record("logits.decoder", m_decoder(ids, states, trace));
    recordTimes(sample, trace);
    return {};
}

void WhisperModel::recordTimes(const PreparedSample& sample, backend::Trace& trace) const {
    const double heardMs = sample.shown.sound.durationMs();
    TimedTokens timed;
    timed.first = static_cast<int>(promptLength(sample)) - 1;
    timed.count = extentOf(trace, "output.ids", 1) - static_cast<int>(promptLength(sample));
    timed.msPerFrame = m_features.msPerPosition();
    timed.heardFrames = heardMs > 0
                            ? std::min(m_config.encoder.frames, static_cast<int>(std::ceil(heardMs / timed.msPerFrame)))
                            : m_config.encoder.frames;
    timed.decoderLayers = m_config.decoderLayers;
    if (const at::Tensor times = tokenTimes(trace, m_generation, timed); times.defined())
        trace.record("output.token_times", times);
}

Target WhisperModel::defaultTarget(const PreparedSample& sample) const {
    Target target;
    if (sample.audios > 0)
        target.kind = TargetKind::Token;
    return target;
}

Result<at::Tensor> WhisperModel::targetValue(const Target& target, const PreparedSample& sample,
                                             const backend::Trace& trace) const {
    return rowOf(target, sample, trace).map([&](int row) {
        const auto id = (*trace.find("output.ids"))[0][row + 1].item<std::int64_t>();
        return (*trace.find("logits.decoder"))[0][row][id];
    });
}

Result<AttentionProgram> WhisperModel::program(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    const auto row = rowOf(target, sample, trace);
    if (!row)
        return Failure(row.error());
    const int tokens = extentOf(trace, "output.ids", 1);
    AttentionProgram program;
    program.tokenCounts = {{"encoder", m_config.encoder.frames}, {"decoder", tokens}};
    showSegment(program, sample, "encoder", {Modality::Audio, 0, m_config.encoder.frames}, 0);
    showSegment(program, sample, "decoder", {Modality::Text, 0, tokens}, 0);
    addSelfSteps(program, "encoder", m_config.encoder.layers, 0);
    for (int i = 0; i < m_config.decoderLayers; ++i) {
        const std::string layer = layerName("decoder", static_cast<std::size_t>(i));
        program.steps.emplace_back(SelfStep{"decoder", layer + ".attention", 0});
        program.steps.emplace_back(CrossStep{"decoder", "encoder", layer + ".cross_attention", 0});
    }
    Readout readout = readPosition("decoder", tokens, *row);
    readout.withoutIdentity = true;
    program.readouts = {readout};
    return program;
}

Result<WrittenTokens> WhisperModel::writtenTokens(const PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* ids = trace.find("output.ids");
    return ids == nullptr ? WrittenTokens{} : writtenAfter((*ids)[0], promptLength(sample));
}

void WhisperModel::showOutput(PreparedSample& sample, const backend::Trace& trace) const {
    if (const at::Tensor* ids = trace.find("output.ids"))
        showTokens(*m_tokenizer, (*ids)[0], static_cast<int>(promptLength(sample)), sample.shown);
}

} // namespace triptych::models::whisper
