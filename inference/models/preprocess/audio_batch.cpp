// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/audio_batch.h"

#include <algorithm>
#include <sstream>

#include <ATen/ATen.h>

#include "inference/formats/audio.h"

namespace triptych::models {

namespace {

constexpr int largestTransform = 1 << 16;
constexpr int mostMelBins = 1024;

void show(Sound sound, const ProcessedSound& processed, PreparedSample& prepared) {
    prepared.shown.sound = std::move(sound);
    prepared.shown.spectrogram = processed.spectrogram;
    prepared.shown.audioAxis = {processed.frames, processed.msPerFrame};
}

} // namespace

Result<std::vector<ProcessedSound>> addSounds(const Sample& sample, int rateHz, const SoundStep& process,
                                              PreparedSample& prepared, const Monitor& monitor) {
    std::vector<ProcessedSound> sounds;
    std::vector<at::Tensor> waveforms;
    for (const SampleItem& item : sample.of(Modality::Audio)) {
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        auto sound = formats::decodeAudioAt(item.file, rateHz);
        if (!sound)
            return Failure(sound.error());
        auto processed = process(*sound);
        if (!processed)
            return Failure(processed.error());
        waveforms.push_back(soundTensor(*sound));
        if (sounds.empty())
            show(*std::move(sound), *processed, prepared);
        sounds.push_back(*std::move(processed));
    }
    if (!waveforms.empty())
        prepared.tensors["input.waveform"] = padSounds(waveforms);
    return sounds;
}

void showSound(const Sample& sample, int rateHz, const SoundStep& process, PreparedSample& prepared) {
    const auto items = sample.of(Modality::Audio);
    if (items.empty())
        return;
    auto sound = formats::decodeAudioAt(items.front().file, rateHz);
    if (!sound)
        return;
    if (const auto processed = process(*sound))
        show(*std::move(sound), *processed, prepared);
}

at::Tensor padSounds(const std::vector<at::Tensor>& sounds) {
    std::int64_t longest = 0;
    for (const at::Tensor& sound : sounds)
        longest = std::max(longest, sound.size(0));
    std::vector<at::Tensor> rows;
    for (const at::Tensor& sound : sounds)
        rows.push_back(at::constant_pad_nd(sound, {0, longest - sound.size(0)}));
    return at::stack(rows);
}

at::Tensor soundTensor(const Sound& sound) {
    return at::tensor(at::ArrayRef<float>(sound.samples), at::kFloat);
}

std::string soundWasCut(double seconds) {
    std::ostringstream sentence;
    sentence << "The sound was cut to " << seconds << " seconds.";
    return sentence.str();
}

void requireSpectrum(const ConfigView& preprocessor, const numerics::MelOptions& options) {
    preprocessor.require(options.fftSize >= 2 && options.fftSize <= largestTransform && options.bins <= mostMelBins &&
                             options.windowSize <= options.fftSize,
                         "The spectrogram has more than 65536 samples a frame or more than 1024 bins.");
    preprocessor.require(options.minHz >= 0 && options.minHz < options.maxHz,
                         "The highest frequency of the spectrogram is not above the lowest one.");
}

} // namespace triptych::models
