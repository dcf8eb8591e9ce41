// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/clap/clap_features.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"

namespace triptych::models::clap {

namespace {

constexpr double longestSeconds = 900;

numerics::MelOptions melOptions(const ConfigView& preprocessor, bool fuses) {
    numerics::MelOptions options;
    options.sampleRateHz = preprocessor.size("sampling_rate", 48000);
    options.fftSize = preprocessor.size("fft_window_size", 1024);
    options.windowSize = options.fftSize;
    options.hop = preprocessor.size("hop_length", 480);
    options.bins = preprocessor.size("feature_size", 64);
    options.minHz = preprocessor.real("frequency_min", 0);
    options.maxHz = preprocessor.real("frequency_max", 14000);
    options.scale = fuses ? numerics::MelScale::Htk : numerics::MelScale::Slaney;
    options.norm = fuses ? numerics::MelNorm::None : numerics::MelNorm::Area;
    options.log = numerics::MelLog::Decibel;
    options.floor = 1e-10;
    options.framing = numerics::Framing::CentredReflect;
    requireSpectrum(preprocessor, options);
    return options;
}

} // namespace

Result<ClapFeatures> ClapFeatures::read(const ConfigView& preprocessor) {
    const std::string truncation = preprocessor.text("truncation", "fusion");
    const std::string padding = preprocessor.text("padding", "repeatpad");
    preprocessor.require(truncation == "fusion" || truncation == "rand_trunc",
                         "\"truncation\" must be \"fusion\" or \"rand_trunc\".");
    const double seconds = preprocessor.real("max_length_s", 10);
    preprocessor.require(seconds > 0 && seconds <= longestSeconds, "\"max_length_s\" must be between 0 and 900.");
    const bool fuses = truncation == "fusion";
    const numerics::MelOptions options = melOptions(preprocessor, fuses);
    if (const auto broken = preprocessor.error())
        return Failure(*broken);
    ClapFeatures features(options, preprocessor, fuses);
    features.m_padding = padding == "repeatpad" ? Padding::RepeatThenZeros
                         : padding == "repeat"  ? Padding::Repeat
                                                : Padding::Zeros;
    return features;
}

ClapFeatures::ClapFeatures(const numerics::MelOptions& options, const ConfigView& preprocessor, bool fuses)
    : m_spectrum(options)
    , m_fuses(fuses)
    , m_seconds(preprocessor.real("max_length_s", 10))
    , m_samples(std::max<std::size_t>(1, static_cast<std::size_t>(m_seconds * options.sampleRateHz))) {
}

std::vector<float> ClapFeatures::toLength(const std::vector<float>& samples) const {
    std::vector<float> result;
    result.reserve(m_samples);
    if (m_padding == Padding::Zeros || samples.size() >= m_samples)
        result.assign(samples.begin(),
                      samples.begin() + static_cast<std::ptrdiff_t>(std::min(samples.size(), m_samples)));
    else
        for (std::size_t i = 0; i < m_samples / samples.size(); ++i)
            result.insert(result.end(), samples.begin(), samples.end());
    if (m_padding == Padding::Repeat)
        for (std::size_t i = 0; result.size() < m_samples; ++i)
            result.push_back(samples[i % samples.size()]);
    result.resize(m_samples, 0.0f);
    return result;
}

at::Tensor ClapFeatures::fusedCrops(const at::Tensor& mel) const {
    const std::int64_t frames = static_cast<std::int64_t>(m_samples) / m_spectrum.options().hop + 1;
    const std::int64_t starts = mel.size(0) - frames + 1;
    if (starts <= 1)
        return mel.narrow(0, 0, frames).unsqueeze(0).repeat({4, 1, 1});
    // The starts fall into three runs of nearly equal length, longer ones first; an empty one counts as 0.
    const std::int64_t middle = (starts + 2) / 3;
    const std::int64_t back = middle + (starts + 1) / 3;
    const auto cropFrom = [&](std::int64_t start) { return mel.narrow(0, start < starts ? start : 0, frames); };
    const at::Tensor whole =
        at::upsample_bilinear2d(mel.unsqueeze(0).unsqueeze(0), {frames, mel.size(1)}, false).squeeze(0).squeeze(0);
    return at::stack({whole, cropFrom(0), cropFrom(middle), cropFrom(back)});
}

Result<ProcessedSound> ClapFeatures::operator()(const Sound& sound) const {
    if (sound.samples.empty())
        return fail(ErrorCode::InvalidInput, "The sound is empty; choose another one.", "audio");
    ProcessedSound processed;
    const bool isLonger = sound.samples.size() > m_samples;
    FloatArray logMel = m_spectrum.logMel(isLonger && m_fuses ? sound.samples : toLength(sound.samples));
    const at::Tensor mel = backend::toTensor(logMel);
    processed.features = m_fuses ? fusedCrops(mel) : mel.unsqueeze(0);
    processed.frames = static_cast<int>(processed.features.size(1));
    // Where the whole sound was shrunk, a frame stands for more of it.
    const double shrunk = static_cast<double>(mel.size(0)) / processed.frames;
    processed.msPerFrame = m_spectrum.msPerFrame() * shrunk;
    processed.isLonger = isLonger && (!m_fuses || mel.size(0) > processed.frames);
    processed.spectrogram = {std::move(logMel), m_spectrum.msPerFrame(), m_spectrum.binHz()};
    return processed;
}

} // namespace triptych::models::clap
