// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds that objects make, so that audio can tell what a text leaves out, and recordings of speech and sounds in turn.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "inference/contract/media.h"
#include "inference/world/caption.h"
#include "inference/world/scene.h"
#include "inference/world/speech.h"

namespace triptych::world {

// Three sounds belong to a colour, three to a shape.
enum class SoundKind { Bell, Whistle, Buzz, Drum, Chirp, Hiss };
inline constexpr int soundKindCount = 6;

[[nodiscard]] std::string_view toString(SoundKind kind); // "bell"

// What hearing the sound says about an object: a bell something yellow, a whistle blue, a buzz green, a drum a square,
// a chirp a star, a hiss a cross. A sound is true of a scene when the phrase holds.
[[nodiscard]] Phrase meaningOf(SoundKind kind);

// Numbers (1-based) of the objects that make this sound.
[[nodiscard]] std::vector<int> objectsSounding(SoundKind kind, const Scene& scene);

// The sounds that at least one object of the scene makes.
[[nodiscard]] std::vector<SoundKind> soundsOf(const Scene& scene);

// One sound of 300-600 ms at speechRateHz; pitch, pace and loudness are drawn by the seed.
[[nodiscard]] Sound synthesise(SoundKind kind, std::uint64_t seed);

struct SoundTime {
    SoundKind kind = SoundKind::Bell;
    std::vector<int> objects;
    double fromMs = 0;
    double toMs = 0;

    bool operator==(const SoundTime&) const = default;
};

// A recording that grows: speech and sounds one after the other. Times count from its start.
struct Soundtrack {
    Sound sound{speechRateHz, {}};
    std::vector<WordTime> words;
    std::vector<SoundTime> sounds;

    void appendSilence(double ms);
    void append(const Utterance& utterance);
    void append(SoundKind kind, const std::vector<int>& objects, std::uint64_t seed);
};

} // namespace triptych::world
