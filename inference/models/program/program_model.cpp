// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/program_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/input_checks.h"
#include "inference/models/preprocess/shown_spectrogram.h"
#include "inference/models/program/outputs.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::program {

namespace {

constexpr const char* matchName = "logits.match";
constexpr const char* className = "logits.class";
constexpr int longestText = 1 << 20;

int itemOf(const Target& target, Modality modality) {
    if (target.kind != TargetKind::Pair)
        return 0;
    if (target.firstModality == modality)
        return target.first;
    return target.secondModality == modality ? target.second : 0;
}

// The last position that holds a token of the text of this number.
int endOfText(const PreparedSample& sample, int item, int count) {
    const at::Tensor mask = inputOf(sample, "input.attention_mask");
    if (!mask.defined() || mask.dim() != 2 || item >= mask.size(0) || mask.size(1) != count)
        return count - 1;
    return static_cast<int>(mask[item].ne(0).nonzero().max().item<std::int64_t>());
}

} // namespace

ProgramModel::ProgramModel(FamilySource& source, Manifest manifest, Script script)
    : FamilyModel(source)
    , m_manifest(std::move(manifest))
    , m_script(std::move(script)) {
}

Result<ModelPtr> ProgramModel::build(const ProgramFolder& folder, ModelDescriptor descriptor, Script script,
                                     at::Device device) {
    const auto noWeights = backend::WeightReader::open({}, device);
    if (!noWeights)
        return Failure(noWeights.error());
    const formats::ModelFolder noFolder;
    descriptor.parameterCount = script.parameterCount();
    const auto tokenizer =
        folder.manifest.takes("input_ids") ? text::loadTokenizer(folder.path) : Result<text::TokenizerPtr>(nullptr);
    if (!tokenizer)
        return Failure(tokenizer.error());
    FamilySource source{noFolder, ConfigView({}, {}),   ConfigView({}, {}), noWeights->root(), *tokenizer,
                        device,   std::move(descriptor)};
    std::shared_ptr<ProgramModel> model(new ProgramModel(source, folder.manifest, std::move(script)));
    model->m_tokenizer = *tokenizer;
    if (const auto read = model->readPreparation(); !read)
        return Failure(read.error());
    return model;
}

Result<void> ProgramModel::readPreparation() {
    m_image = readImageOptions(m_manifest.image, {});
    if (m_manifest.image.has("patch_size")) {
        const int edge = m_manifest.image.size("patch_size", 1);
        m_patch = {edge, edge};
    }
    m_sound.rateHz = m_manifest.audio.size("sampling_rate", m_sound.rateHz);
    m_sound.samplesPerFrame = m_manifest.audio.size("samples_per_frame", m_sound.samplesPerFrame);
    const std::string features = m_manifest.audio.text("features", "waveform");
    m_manifest.audio.require(features == "waveform" || features == "whisper",
                             "\"features\" is \"" + features + "\"; write \"waveform\" or \"whisper\".");
    if (features == "whisper") {
        auto whisper = WhisperFeatures::readOfAnyLength(m_manifest.audio, m_manifest.audio.size("feature_size", 80));
        if (!whisper)
            return Failure(whisper.error());
        m_sound.features = *std::move(whisper);
    }
    m_text.padId = m_manifest.text.integer("pad_token_id", 0);
    m_text.maxTokens = static_cast<std::size_t>(m_manifest.text.size("max_tokens", longestText));
    m_text.hasTypeIds = m_manifest.takes("token_type_ids");
    if (m_tokenizer)
        m_vocabulary = m_manifest.text.size("vocab_size", static_cast<int>(m_tokenizer->vocabularySize()));
    if (const auto broken = m_manifest.image.error())
        return Failure(*broken);
    return {};
}

Result<ProcessedSound> ProgramModel::process(const Sound& sound) const {
    if (m_sound.features)
        return (*m_sound.features)(sound);
    ProcessedSound processed;
    processed.frames = static_cast<int>(sound.samples.size()) / m_sound.samplesPerFrame;
    if (processed.frames < 1)
        return fail(ErrorCode::InvalidInput, "The sound is shorter than one frame of the model; choose a longer one.",
                    "audio");
    processed.features = soundTensor(sound);
    processed.spectrogram = shownSpectrogram(sound);
    processed.msPerFrame = 1000.0 * m_sound.samplesPerFrame / m_sound.rateHz;
    return processed;
}

Result<void> ProgramModel::prepareSounds(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                         const Monitor& monitor) const {
    const SoundStep step = [&](const Sound& sound) { return process(sound); };
    if (inputs.contains("input.audio_features")) {
        showSound(sample, m_sound.rateHz, step, prepared);
        return {};
    }
    const auto sounds = addSounds(sample, m_sound.rateHz, step, prepared, monitor);
    if (!sounds)
        return Failure(sounds.error());
    if (sounds->empty())
        return {};
    if (m_sound.features) {
        const at::Tensor mask = addWhisperFeatures(*sounds, *m_sound.features, prepared);
        return {};
    }
    std::vector<at::Tensor> waveforms;
    for (const ProcessedSound& sound : *sounds)
        waveforms.push_back(sound.features);
    prepared.tensors["input.audio_features"] = padSounds(waveforms);
    return {};
}

Result<void> ProgramModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                        const Monitor& monitor) const {
    if (m_manifest.takes("pixel_values")) {
        if (inputs.contains("input.pixel_values"))
            showImage(
                sample, [&](const Picture& picture) { return processImage(picture, m_image); }, m_patch, prepared);
        else if (const auto added = addImages(sample, m_image, m_patch, prepared, monitor); !added)
            return added;
    }
    if (m_tokenizer)
        if (const auto added = addTexts(textsOf(sample), *m_tokenizer, m_text, prepared); !added)
            return added;
    return m_manifest.takes("audio_features") ? prepareSounds(sample, inputs, prepared, monitor) : Result<void>();
}

Result<std::vector<at::Tensor>> ProgramModel::argumentsOf(const PreparedSample& sample) const {
    std::vector<at::Tensor> arguments;
    for (const std::string& input : m_manifest.inputs) {
        arguments.push_back(inputOf(sample, "input." + input));
        if (!arguments.back().defined())
            return fail(ErrorCode::InvalidInput,
                        "This program needs all of its inputs at once and the sample gives no " + input +
                            "; add the missing item.",
                        "sample");
    }
    return arguments;
}

Result<void> ProgramModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    const TokenLimits limits{static_cast<std::int64_t>(*m_text.maxTokens), m_vocabulary, 0};
    if (const auto usable = checkPixels(sample, {std::max(1, m_patch.height), std::max(1, m_patch.width)}); !usable)
        return usable;
    if (const auto usable = m_tokenizer ? checkTokens(sample, limits) : Result<void>(); !usable)
        return usable;
    const auto arguments = argumentsOf(sample);
    if (!arguments)
        return Failure(arguments.error());
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const auto tensors = m_script(*arguments);
    if (!tensors)
        return Failure(tensors.error());
    if (const auto fits = checkOutputs(m_manifest.outputs, *tensors); !fits)
        return fits;
    for (std::size_t i = 0; i < tensors->size(); ++i)
        trace.record(m_manifest.outputs[i].name, (*tensors)[i]);
    return {};
}

Target ProgramModel::defaultTarget(const PreparedSample& /*sample*/) const {
    for (const Output& output : m_manifest.outputs)
        if (const auto pair = pairOf(output.name))
            return *pair;
    if (m_manifest.returns(matchName))
        return numberedTarget(TargetKind::Match);
    return m_manifest.returns(className) ? numberedTarget(TargetKind::Class) : Target{};
}

Target ProgramModel::settle(const Target& target, PreparedSample& sample, const backend::Trace& trace) const {
    const Target settled = FamilyModel::settle(target, sample, trace);
    const at::Tensor* classes = trace.find(className);
    const bool isLargest = target.kind == TargetKind::Default && settled.kind == TargetKind::Class;
    return isLargest && classes != nullptr ? numberedTarget(TargetKind::Class, (*classes)[0].argmax().item<int>())
                                           : settled;
}

Result<at::Tensor> ProgramModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                             const backend::Trace& trace) const {
    const at::Tensor* match = trace.find(matchName);
    const at::Tensor* classes = trace.find(className);
    if (target.kind == TargetKind::Pair)
        return pairValue(target, trace);
    // Of two logits the second one says that they belong together.
    if (target.kind == TargetKind::Match && match != nullptr)
        return match->dim() == 1 ? (*match)[0] : (*match)[0][match->size(1) - 1];
    if (target.kind != TargetKind::Class || classes == nullptr)
        return unknownTarget(target, knownTargets(m_manifest.outputs));
    if (target.index < 0 || target.index >= classes->size(1))
        return fail(ErrorCode::InvalidInput,
                    "The model knows " + std::to_string(classes->size(1)) + " classes, counted from 0.",
                    toString(target));
    return (*classes)[0][target.index];
}

Modality ProgramModel::modalityOf(const std::string& stream) const {
    const auto& segments = m_manifest.streams.at(stream).segments;
    return segments.empty() ? Modality::Text : segments.front().modality;
}

void ProgramModel::layOut(const std::string& name, int item, const PreparedSample& sample,
                          AttentionProgram& program) const {
    const Stream& stream = m_manifest.streams.at(name);
    const int count = program.tokenCounts.at(name);
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    int begin = 0;
    for (const Segment& segment : stream.segments) {
        begin = std::min(count, begin + segment.skip);
        const int own = segment.modality == Modality::Image                   ? sample.shown.patchGrid.count()
                        : segment.modality == Modality::Text && ids.defined() ? static_cast<int>(ids.size(1))
                                                                              : sample.shown.audioAxis.frames;
        const int units = std::min(own, count - begin);
        showSegment(program, sample, name, {segment.modality, begin, units}, item);
        begin += units;
    }
    if (const auto* position = std::get_if<int>(&stream.read))
        program.readouts.push_back(readPosition(name, count, *position < 0 ? count + *position : *position));
    if (const auto* place = std::get_if<ReadAt>(&stream.read)) {
        Readout readout = readPosition(name, count, endOfText(sample, item, count));
        if (*place == ReadAt::Mean)
            std::ranges::fill(readout.rowWeights, 1.0f / static_cast<float>(count));
        program.readouts.push_back(std::move(readout));
    }
}

Result<AttentionProgram> ProgramModel::program(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    AttentionProgram program;
    for (const Output& output : m_manifest.outputs) {
        const at::Tensor* map = output.isAttention() ? trace.find(output.name) : nullptr;
        if (map == nullptr)
            continue;
        const int item = itemOf(target, modalityOf(output.query));
        const int row = map->size(0) == 1 ? 0 : item;
        if (row >= map->size(0))
            return fail(ErrorCode::InvalidInput, "The program gives no attention map for this item.", output.name);
        program.tokenCounts[output.query] = static_cast<int>(map->size(2));
        program.tokenCounts[output.key] = static_cast<int>(map->size(3));
        if (output.query == output.key)
            program.steps.emplace_back(SelfStep{output.query, output.name, row});
        else
            program.steps.emplace_back(CrossStep{output.query, output.key, output.name, row});
    }
    for (const auto& [stream, count] : program.tokenCounts)
        layOut(stream, itemOf(target, modalityOf(stream)), sample, program);
    return program;
}

} // namespace triptych::models::program
