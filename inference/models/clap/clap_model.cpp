// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/clap/clap_model.h"

#include <algorithm>
#include <numeric>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::clap {

namespace {

// RoBERTa with the defaults of the published text class.
BertConfig readText(const ConfigView& config) {
    BertConfig text = BertConfig::readRoberta(config);
    text.positions = config.size("max_position_embeddings", 514);
    text.types = config.integer("type_vocab_size", 1);
    return text;
}

// Positions begin behind the padding's; the tokenizer may allow fewer.
std::size_t longestText(const text::Tokenizer& tokenizer, const BertConfig& text) {
    const auto room = static_cast<std::size_t>(std::max(1, text.positions - text.padToken - 1));
    return std::min(room, tokenizer.facts().modelMaxLength.value_or(room));
}

} // namespace

ClapModel::Projection ClapModel::Projection::load(const WeightScope& scope, int in, int out, Activation activation) {
    return {Linear::load(scope / "linear1", in, out), Linear::load(scope / "linear2", out, out), activation};
}

at::Tensor ClapModel::Projection::operator()(const at::Tensor& values) const {
    return second(activate(first(values), activation));
}

Result<ModelPtr> ClapModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    auto features = ClapFeatures::read(source.preprocessor);
    if (!features)
        return Failure(features.error());
    const ConfigView audioSection = source.config.section("audio_config");
    if (audioSection.flag("enable_fusion", false) && audioSection.text("fusion_type", "") == "channel_map")
        return fail(ErrorCode::Unsupported, "Fusion of crops as channels is not supported; choose another folder.",
                    audioSection.where());
    const auto audio = ClapAudioConfig::read(audioSection);
    const BertConfig text = readText(source.config.section("text_config"));
    std::shared_ptr<ClapModel> model(new ClapModel(source, *std::move(features), audio, text));
    const int joint = source.config.size("projection_dim", 512);
    const Activation between = readActivation(source.config, "projection_hidden_act", "relu");
    model->m_audio = ClapAudioTower::load(source.weights / "audio_model" / "audio_encoder", audio);
    model->m_text = BertTower::load(source.weights / "text_model", text);
    if (!model->m_text.hasPooler())
        return fail(ErrorCode::ModelMismatch, "The weights lack the text tower's pooler; complete the download.",
                    "text_model.pooler.dense.weight");
    model->m_audioProjection = Projection::load(source.weights / "audio_projection", audio.outWidth, joint, between);
    model->m_textProjection = Projection::load(source.weights / "text_projection", text.width, joint, between);
    model->m_audioScale = source.weights.take("logit_scale_a", {});
    model->m_textScale = source.weights.take("logit_scale_t", {});
    return model;
}

ClapModel::ClapModel(FamilySource& source, ClapFeatures features, const ClapAudioConfig& audio, const BertConfig& text)
    : FamilyModel(source)
    , m_features(std::move(features))
    , m_audioConfig(audio)
    , m_textConfig(text)
    , m_tokenizer(source.tokenizer) {
    m_textOptions.maxTokens = longestText(*m_tokenizer, text);
    m_textOptions.padId = m_tokenizer->facts().pad.value_or(text.padToken);
    const std::vector<int>& depths = audio.swin.depths;
    mutableDescriptor().modalities = {Modality::Audio, Modality::Text};
    mutableDescriptor().towers = {{"audio", {std::reduce(depths.begin(), depths.end()), audio.swin.heads.back()}},
                                  {"text", {text.layers, text.heads}}};
}

Result<void> ClapModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                     const Monitor& monitor) const {
    if (inputs.contains("input.audio_features")) {
        showSound(sample, m_features.rateHz(), m_features, prepared);
    } else {
        const auto sounds = addSounds(sample, m_features.rateHz(), m_features, prepared, monitor);
        if (!sounds)
            return Failure(sounds.error());
        if (!sounds->empty())
            addFeatures(*sounds, prepared);
    }
    return addTexts(textsOf(sample), *m_tokenizer, m_textOptions, prepared);
}

void ClapModel::addFeatures(const std::vector<ProcessedSound>& sounds, PreparedSample& prepared) const {
    std::vector<at::Tensor> rows;
    std::vector<std::int64_t> longer;
    for (const ProcessedSound& sound : sounds) {
        rows.push_back(sound.features);
        longer.push_back(sound.isLonger ? 1 : 0);
        if (sound.isLonger && !m_features.fuses())
            prepared.notices.push_back(soundWasCut(m_features.seconds()));
    }
    // A fused batch always has one, as the published extractor wants it.
    if (m_features.fuses() && std::ranges::find(longer, 1) == longer.end())
        longer.front() = 1;
    prepared.tensors["input.audio_features"] = at::stack(rows);
    prepared.tensors["input.is_longer"] = at::tensor(longer, at::kLong).unsqueeze(1);
}

Result<void> ClapModel::checkAudio(const at::Tensor& features) const {
    const std::int64_t longest = std::int64_t{m_audioConfig.edge} * (m_audioConfig.edge / m_audioConfig.mels);
    const std::int64_t channels = m_audioConfig.fuses ? 4 : m_audioConfig.channels;
    if (features.defined() && features.dim() == 4 && features.is_floating_point() && features.size(1) == channels &&
        features.size(2) >= 1 && features.size(2) <= longest && features.size(3) == m_audioConfig.mels)
        return {};
    return fail(ErrorCode::InvalidInput,
                "The tensor must be float [sounds, " + std::to_string(channels) + ", frames, " +
                    std::to_string(m_audioConfig.mels) + "] with at most " + std::to_string(longest) +
                    " frames; config.json and preprocessor_config.json may belong to different models.",
                "input.audio_features");
}

Result<void> ClapModel::checkText(const at::Tensor& ids) const {
    const int room = m_textConfig.positions - m_textConfig.padToken - 1;
    if (ids.defined() && ids.dim() == 2 && ids.scalar_type() == at::kLong && ids.size(1) >= 1 && ids.size(1) <= room &&
        !ids.lt(0).any().item<bool>() && !ids.ge(m_textConfig.vocabulary).any().item<bool>())
        return {};
    return fail(ErrorCode::InvalidInput,
                "The tensor must be int64 [texts, tokens] within the vocabulary, at most " + std::to_string(room) +
                    " tokens.",
                "input.input_ids");
}

Result<void> ClapModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    at::Tensor audio;
    at::Tensor text;
    if (sample.audios > 0) {
        const at::Tensor features = inputOf(sample, "input.audio_features");
        if (const auto fits = checkAudio(features); !fits)
            return fits;
        audio = unitLength(m_audioProjection(m_audio(features, inputOf(sample, "input.is_longer"), trace)));
        trace.record("embedding.audio", audio);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (sample.texts > 0) {
        if (const auto fits = checkText(inputOf(sample, "input.input_ids")); !fits)
            return fits;
        BertInputs inputs;
        inputs.ids = inputOf(sample, "input.input_ids");
        inputs.mask = inputOf(sample, "input.attention_mask");
        text = unitLength(m_textProjection(m_text.pool(m_text(inputs, "text", trace))));
        trace.record("embedding.text", text);
    }
    if (audio.defined() && text.defined()) {
        trace.record("scores.audio_text", backend::sharedMatmul(audio, text.t()) * like(audio, m_audioScale).exp());
        trace.record("scores.text_audio", backend::sharedMatmul(text, audio.t()) * like(text, m_textScale).exp());
    }
    return {};
}

Target ClapModel::defaultTarget(const PreparedSample& sample) const {
    return sample.audios > 0 && sample.texts > 0 ? pairTarget(Modality::Audio, Modality::Text) : Target{};
}

Result<at::Tensor> ClapModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                          const backend::Trace& trace) const {
    if (target.kind == TargetKind::Pair)
        return pairValue(target, trace);
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "A sound or a text alone has nothing to be compared with; add the other.",
                    "default");
    return unknownTarget(target, "pair:audio=I,text=J");
}

Result<AttentionProgram> ClapModel::program(const Target& target, const PreparedSample& sample,
                                            const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const int text = target.firstModality == Modality::Text ? target.first : target.second;
    const int tokens = extentOf(trace, "text.layers.0.attention", 3);
    AttentionProgram program;
    program.tokenCounts = {{"text", tokens}};
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, text);
    addSelfSteps(program, "text", m_textConfig.layers, text);
    program.readouts = {readPosition("text", tokens, 0)};
    return program;
}

} // namespace triptych::models::clap
