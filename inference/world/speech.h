// SPDX-License-Identifier: GPL-3.0-or-later
// Captions spoken by espeak-ng's library, with the exact times of every word, and the sounds that objects make.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/media.h"
#include "inference/contract/units.h"
#include "inference/world/caption.h"

namespace triptych::world {

inline constexpr int speechRateHz = 16000;

// espeak-ng voice and variant, speed and pitch.
struct Voice {
    std::string name; // "en-us+f2", "cmn-latn-pinyin+m3"
    int wordsPerMinute = 220;
    int pitch = 50; // 0..100

    bool operator==(const Voice&) const = default;
};

// No variant (speaker) occurs in both lists.
[[nodiscard]] const std::vector<Voice>& trainingVoices(Language language);
[[nodiscard]] const std::vector<Voice>& heldOutVoices(Language language);

struct WordTime {
    CharRange chars; // of the spoken text, code points
    double fromMs = 0;
    double toMs = 0;

    bool operator==(const WordTime&) const = default;
};

struct Utterance {
    Sound sound;                 // speechRateHz
    std::vector<WordTime> words; // spokenWords(text, language), in time order; a word ends where its sound dies away
    // Chinese characters whose pinyin is not known. Where there are any, the plain Mandarin voice reads the whole text,
    // badly.
    std::string unknownCharacters;
};

inline constexpr int longestSpokenText = 2000; // code points

// Speaks one text as a fluent sentence, 100-300 a second. espeak-ng is one global single-threaded instance: calls are
// serialised inside, and a wave differs slightly from call to call. Chinese is spoken from pinyin, because the Mandarin
// voice reads characters through English. InvalidInput where there is nothing to say or too much.
[[nodiscard]] Result<Utterance> speak(const std::string& text, Language language, const Voice& voice);

struct SpeechConditions {
    float noise = 0.003f; // standard deviation of white noise
    float gain = 1.0f;
};

// Adds noise and gain, seeded.
void degrade(Sound& sound, const SpeechConditions& conditions, std::uint64_t seed);

} // namespace triptych::world
