// SPDX-License-Identifier: GPL-3.0-or-later
// Varied recordings of spoken clips, made on their mel energies: stretch, gain, tone and noise.
#pragma once

#include <vector>

#include "inference/numerics/mel.h"
#include "inference/world/draws.h"
#include "inference/world/mel_clips.h"
#include "inference/world/sounds.h"

namespace triptych::world {

// Ranges from which each recording is drawn.
struct SpeechVariation {
    Range stretch{0.85, 1.2}; // factor of the duration
    Range gapMs{0, 80};       // between words that are joined
    Range pauseMs{100, 250};  // where punctuation stands
    Range marginMs{0, 200};   // of silence before and after
    Range gainDb{-10, 4};
    Range tiltDb{-6, 6};       // of the highest bin against the lowest
    Range noise{0.0003, 0.01}; // standard deviation of white noise, drawn evenly on a logarithmic scale

    // Nothing varies: clean, back to back, with this noise.
    [[nodiscard]] static SpeechVariation none(double noise = 0.001);

    bool operator==(const SpeechVariation&) const = default;
};

struct SpokenMel {
    FloatArray mel;                // [frame, bin], natural log energies
    std::vector<WordTime> words;   // exact to the frame; chars of the text that was asked for
    std::vector<SoundTime> sounds; // likewise

    bool operator==(const SpokenMel&) const = default;
};

class MelMixer {
public:
    explicit MelMixer(const numerics::MelOptions& options);

    [[nodiscard]] const MelLevels& levels() const { return m_levels; }
    [[nodiscard]] const numerics::MelSpectrum& spectrum() const { return m_spectrum; }
    [[nodiscard]] double msPerFrame() const { return m_spectrum.msPerFrame(); }

    // Silence before, between or after clips, appended to energies [frame, bin].
    void appendSilence(double ms, std::vector<float>& energies) const;
    // Appends a clip, its duration multiplied by `stretch`.
    void append(const MelClip& clip, double stretch, std::vector<float>& energies) const;
    // The time that energies [frame, bin] cover.
    [[nodiscard]] double durationMs(const std::vector<float>& energies) const;

    // Draws gain, tilt and noise, adds them to the energies and takes the logarithm.
    [[nodiscard]] FloatArray record(std::vector<float> energies, const SpeechVariation& variation,
                                    Random& random) const;

private:
    numerics::MelSpectrum m_spectrum;
    MelLevels m_levels;
    FloatArray m_noise; // energies of white noise of standard deviation 1, [frame, bin]
};

} // namespace triptych::world
