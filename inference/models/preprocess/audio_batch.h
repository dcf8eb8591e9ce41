// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <ATen/ATen.h>

#include "inference/models/config_view.h"
#include "inference/models/model.h"
#include "inference/numerics/mel.h"

namespace triptych::models {

// What a network hears of one sound.
struct ProcessedSound {
    at::Tensor features;     // float, without the batch axis; its shape is the family's
    Spectrogram spectrogram; // to be shown
    double msPerFrame = 0;   // of the frames that the network distinguishes
    int frames = 0;
    std::int64_t heardFrames = 0; // of `features` along time that hold sound; the others are padding
    bool padsLeft = false;        // padding stands before the sound
    bool isLonger = false;        // than what the network takes at a time
};

// A mono sound at the model's rate.
using SoundStep = std::function<Result<ProcessedSound>(const Sound&)>;

// Decodes the sounds of a sample in order at `rateHz` and processes them. Sets `input.waveform` [sounds, samples],
// zero-padded to the longest, and shows the first one: sound, spectrogram and frames.
[[nodiscard]] Result<std::vector<ProcessedSound>> addSounds(const Sample& sample, int rateHz, const SoundStep& process,
                                                            PreparedSample& prepared, const Monitor& monitor);

// Shows the first sound where the features of the network were given ready-made. A file that cannot be read shows
// nothing: it was not needed.
void showSound(const Sample& sample, int rateHz, const SoundStep& process, PreparedSample& prepared);

// Sounds of different length, [n] each -> [sounds, longest], zeros behind the shorter ones.
[[nodiscard]] at::Tensor padSounds(const std::vector<at::Tensor>& sounds);
// [samples], a copy.
[[nodiscard]] at::Tensor soundTensor(const Sound& sound);

// "The sound was cut to 30 seconds."
[[nodiscard]] std::string soundWasCut(double seconds);

// What a log-mel configuration must hold before its spectrum is built: a transform of at most 2^16 samples, at most
// 1024 bins, frequencies in order. Notes an error of the configuration.
void requireSpectrum(const ConfigView& preprocessor, const numerics::MelOptions& options);

} // namespace triptych::models
