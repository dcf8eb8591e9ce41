// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/whisper_features.h"

#include <algorithm>

#include "inference/backend/array_tensor.h"

namespace triptych::models {

namespace {

constexpr float dynamicRange = 8; // decades
constexpr int longestSeconds = 3600;
constexpr double highestHz = 8000; // of the published filters, at any rate

numerics::MelOptions melOptions(const ConfigView& preprocessor, int mels) {
    numerics::MelOptions options;
    options.sampleRateHz = preprocessor.size("sampling_rate", 16000);
    options.fftSize = preprocessor.size("n_fft", 400);
    options.windowSize = options.fftSize;
    options.hop = preprocessor.size("hop_length", 160);
    options.bins = preprocessor.size("feature_size", 80);
    options.maxHz = highestHz;
    options.scale = numerics::MelScale::Slaney;
    options.norm = numerics::MelNorm::Area;
    options.log = numerics::MelLog::Log10;
    options.floor = 1e-10;
    options.framing = numerics::Framing::CentredReflectDropLast;
    preprocessor.require(options.bins == mels, "\"feature_size\" is not \"num_mel_bins\" of config.json.");
    requireSpectrum(preprocessor, options);
    return options;
}

} // namespace

WhisperFeatures::Padding WhisperFeatures::readPadding(const ConfigView& preprocessor) {
    return {preprocessor.text("padding_side", "right") == "left",
            static_cast<float>(preprocessor.real("padding_value", 0))};
}

Result<WhisperFeatures> WhisperFeatures::read(const ConfigView& preprocessor, int mels, int positions) {
    const numerics::MelOptions options = melOptions(preprocessor, mels);
    const double seconds = preprocessor.size("chunk_length", 30);
    preprocessor.require(static_cast<std::int64_t>(seconds) * options.sampleRateHz / options.hop == 2LL * positions,
                         "\"chunk_length\" does not give twice \"max_source_positions\" of config.json frames.");
    if (const auto broken = preprocessor.error())
        return Failure(*broken);
    return WhisperFeatures(options, seconds, positions, readPadding(preprocessor));
}

Result<WhisperFeatures> WhisperFeatures::readOfAnyLength(const ConfigView& preprocessor, int mels) {
    const numerics::MelOptions options = melOptions(preprocessor, mels);
    const int seconds = preprocessor.size("chunk_length", 30);
    preprocessor.require(seconds <= longestSeconds, "\"chunk_length\" is longer than an hour.");
    if (const auto broken = preprocessor.error())
        return Failure(*broken);
    const int frames = seconds * options.sampleRateHz / options.hop;
    return WhisperFeatures(options, seconds, frames / 2, readPadding(preprocessor));
}

WhisperFeatures::WhisperFeatures(const numerics::MelOptions& options, double seconds, int positions, Padding padding)
    : m_spectrum(options)
    , m_seconds(seconds)
    , m_positions(positions)
    , m_padding(padding) {
}

Result<ProcessedSound> WhisperFeatures::operator()(const Sound& sound) const {
    const auto length = static_cast<std::size_t>(m_seconds) * static_cast<std::size_t>(rateHz());
    std::vector<float> samples = sound.samples;
    ProcessedSound processed;
    processed.isLonger = samples.size() > length;
    const std::size_t heard = std::min(samples.size(), length);
    const auto hop = static_cast<std::size_t>(m_spectrum.options().hop);
    // A frame is heard where its first sample is.
    processed.heardFrames = static_cast<std::int64_t>(m_padding.isLeft ? heard / hop : (heard + hop - 1) / hop);
    processed.padsLeft = m_padding.isLeft;
    samples.resize(heard);
    samples.insert(m_padding.isLeft ? samples.begin() : samples.end(), length - heard, m_padding.value);
    FloatArray logMel = m_spectrum.logMel(samples);
    const auto values = logMel.values();
    const float loudest = *std::ranges::max_element(values);
    for (float& value : values)
        value = (std::max(value, loudest - dynamicRange) + 4.0f) / 4.0f;
    processed.features = backend::toTensor(logMel).t().contiguous();
    processed.spectrogram = {std::move(logMel), m_spectrum.msPerFrame(), m_spectrum.binHz()};
    processed.frames = m_positions;
    processed.msPerFrame = msPerPosition();
    return processed;
}

at::Tensor addWhisperFeatures(const std::vector<ProcessedSound>& sounds, const WhisperFeatures& features,
                              PreparedSample& prepared) {
    std::vector<at::Tensor> rows;
    std::vector<at::Tensor> masks;
    for (const ProcessedSound& sound : sounds) {
        rows.push_back(sound.features);
        const at::Tensor frames = at::arange(sound.features.size(1));
        masks.push_back((sound.padsLeft ? frames.ge(frames.numel() - sound.heardFrames) : frames.lt(sound.heardFrames))
                            .to(at::kLong));
        if (sound.isLonger)
            prepared.notices.push_back(soundWasCut(features.seconds()));
    }
    if (rows.empty())
        return {};
    prepared.tensors["input.audio_features"] = at::stack(rows);
    return prepared.tensors["input.feature_attention_mask"] = at::stack(masks);
}

} // namespace triptych::models
