// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/wav2vec2/wav2vec2_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/preprocess/shown_spectrogram.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::wav2vec2 {

namespace {

constexpr double varianceFloor = 1e-7;

at::Tensor normalized(const at::Tensor& samples) {
    const at::Tensor exact = samples.to(at::kDouble);
    const at::Tensor centred = exact - exact.mean();
    return (centred / (centred.square().mean() + varianceFloor).sqrt()).to(at::kFloat);
}

// The frame that a target names; InvalidInput where there is none.
Result<int> frameOf(const Target& target, const backend::Trace& trace) {
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "The model needs a sound; add one.", "default");
    if (target.kind != TargetKind::Token)
        return unknownTarget(target, "token:N, the letter of frame N");
    const int frames = extentOf(trace, "output.ids", 1);
    if (target.index < 0 || target.index >= frames)
        return fail(ErrorCode::InvalidInput, "The sound has " + std::to_string(frames) + " frames; choose one of them.",
                    toString(target));
    return target.index;
}

} // namespace

Result<ModelPtr> Wav2Vec2Model::build(FamilySource& source) {
    if (source.config.flag("add_adapter", false))
        return fail(ErrorCode::Unsupported,
                    "Models with a convolutional adapter (\"add_adapter\") are not supported; choose another folder.",
                    source.config.where());
    const auto config = Wav2Vec2Config::read(source.config);
    std::shared_ptr<Wav2Vec2Model> model(new Wav2Vec2Model(source, config));
    model->m_tower = Wav2Vec2Tower::load(source.weights / "wav2vec2", config);
    model->m_head = Linear::load(source.weights / "lm_head", config.width, config.letters);
    return model;
}

Wav2Vec2Model::Wav2Vec2Model(FamilySource& source, const Wav2Vec2Config& config)
    : FamilyModel(source)
    , m_config(config)
    , m_rateHz(source.preprocessor.size("sampling_rate", 16000))
    , m_normalizes(source.preprocessor.flag("do_normalize", true))
    , m_hasMask(source.preprocessor.flag("return_attention_mask", false))
    , m_padding(static_cast<float>(source.preprocessor.real("padding_value", 0)))
    , m_tokenizer(source.tokenizer) {
    mutableDescriptor().modalities = {Modality::Audio};
    mutableDescriptor().towers = {{"audio", {config.layers, config.heads}}};
}

Result<ProcessedSound> Wav2Vec2Model::process(const Sound& sound) const {
    ProcessedSound processed;
    processed.frames = static_cast<int>(m_config.framesOf(static_cast<std::int64_t>(sound.samples.size())));
    if (processed.frames < 1)
        return fail(ErrorCode::InvalidInput, "The sound is shorter than one frame of the model; choose a longer one.",
                    "audio");
    processed.features = soundTensor(sound);
    processed.spectrogram = shownSpectrogram(sound);
    processed.msPerFrame = 1000.0 * static_cast<double>(m_config.hop()) / m_rateHz;
    return processed;
}

Result<void> Wav2Vec2Model::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                         const Monitor& monitor) const {
    const auto step = [&](const Sound& sound) { return process(sound); };
    if (inputs.contains("input.audio_features")) {
        showSound(sample, m_rateHz, step, prepared);
        return {};
    }
    const auto sounds = addSounds(sample, m_rateHz, step, prepared, monitor);
    if (!sounds)
        return Failure(sounds.error());
    if (sounds->empty())
        return {};
    std::vector<at::Tensor> waveforms;
    std::vector<at::Tensor> masks;
    for (const ProcessedSound& sound : *sounds) {
        // With a mask each sound is normalised on its own, without one together with the padding behind it.
        waveforms.push_back(m_normalizes && m_hasMask ? normalized(sound.features) : sound.features);
        masks.push_back(at::ones_like(sound.features, at::kLong));
    }
    const at::Tensor mask = padSounds(masks);
    at::Tensor padded = padSounds(waveforms).masked_fill(mask.eq(0), m_padding);
    if (m_normalizes && !m_hasMask) {
        std::vector<at::Tensor> rows;
        for (std::int64_t i = 0; i < padded.size(0); ++i)
            rows.push_back(normalized(padded[i]));
        padded = at::stack(rows);
    }
    prepared.tensors["input.audio_features"] = padded;
    if (m_hasMask)
        prepared.tensors["input.attention_mask"] = mask;
    return {};
}

Result<void> Wav2Vec2Model::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    const at::Tensor waveform = inputOf(sample, "input.audio_features");
    if (!waveform.defined() || waveform.dim() != 2 || !waveform.is_floating_point() || waveform.size(0) < 1 ||
        m_config.framesOf(waveform.size(1)) < 1)
        return fail(ErrorCode::InvalidInput, "The model needs a sound: a float waveform [sounds, samples].",
                    "input.audio_features");
    const at::Tensor mask = inputOf(sample, "input.attention_mask");
    if (mask.defined() && mask.sizes() != waveform.sizes())
        return fail(ErrorCode::InvalidInput, "The mask must have the shape of the waveform.", "input.attention_mask");
    const at::Tensor tokens = m_tower(waveform, mask, trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const at::Tensor logits = m_head(tokens);
    trace.record("logits.ctc", logits);
    trace.record("output.ids", logits.argmax(-1));
    return {};
}

Target Wav2Vec2Model::defaultTarget(const PreparedSample& sample) const {
    Target target;
    const at::Tensor waveform = inputOf(sample, "input.audio_features");
    if (waveform.defined()) {
        target.kind = TargetKind::Token;
        target.index = static_cast<int>(m_config.framesOf(waveform.size(1)) / 2);
    }
    return target;
}

Result<at::Tensor> Wav2Vec2Model::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                              const backend::Trace& trace) const {
    return frameOf(target, trace).map([&](int frame) {
        const auto letter = (*trace.find("output.ids"))[0][frame].item<std::int64_t>();
        return (*trace.find("logits.ctc"))[0][frame][letter];
    });
}

Result<AttentionProgram> Wav2Vec2Model::program(const Target& target, const PreparedSample& sample,
                                                const backend::Trace& trace) const {
    const auto frame = frameOf(target, trace);
    if (!frame)
        return Failure(frame.error());
    const int frames = extentOf(trace, "output.ids", 1);
    AttentionProgram program;
    program.tokenCounts = {{"audio", frames}};
    showSegment(program, sample, "audio", {Modality::Audio, 0, frames}, 0);
    addSelfSteps(program, "audio", m_config.layers, 0);
    Readout readout = readPosition("audio", frames, *frame);
    readout.withoutIdentity = true;
    program.readouts = {readout};
    return program;
}

void Wav2Vec2Model::showOutput(PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* ids = trace.find("output.ids");
    if (ids == nullptr || !m_tokenizer)
        return;
    const at::Tensor row = (*ids)[0].to(at::kCPU).contiguous();
    // The padding behind a shorter sound says nothing.
    const int own = sample.shown.audioAxis.frames;
    const auto frames = own > 0 ? std::min<std::int64_t>(own, row.size(0)) : row.size(0);
    sample.shown.text =
        m_tokenizer->decode({row.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(frames)}, false);
}

} // namespace triptych::models::wav2vec2
