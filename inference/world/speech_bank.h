// SPDX-License-Identifier: GPL-3.0-or-later
// Spoken captions as fast as training needs them: composed from word clips, or fluent sentences spoken once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/numerics/mel.h"
#include "inference/world/mel_mixer.h"
#include "inference/world/speech.h"

namespace triptych::world {

enum class Voices { Training, HeldOut };

struct SpokenText {
    std::string text;
    Language language = Language::English;

    bool operator==(const SpokenText&) const = default;
};

struct SoundingObjects {
    SoundKind kind = SoundKind::Bell;
    std::vector<int> objects; // their numbers

    bool operator==(const SoundingObjects&) const = default;
};

// The features that the built-in model hears: 16 kHz, 25 ms windows every 10 ms, 40 mel bins, natural logarithm (the
// defaults of MelOptions).
[[nodiscard]] numerics::MelOptions speechMelOptions();

// Every word that captions of both languages use.
[[nodiscard]] std::vector<SpokenText> captionWords();

// Clips of single words by every voice. Const calls may run on several threads at a time.
class SpeechBank {
public:
    // Some 2,000 clips, made in seconds the first time and kept in `folder` (no cache where it is empty).
    [[nodiscard]] static Result<SpeechBank> open(const std::filesystem::path& folder,
                                                 const std::vector<SpokenText>& words, const Monitor& monitor);

    SpeechBank(SpeechBank&&) noexcept;
    SpeechBank& operator=(SpeechBank&&) noexcept;
    ~SpeechBank();

    [[nodiscard]] const MelMixer& mixer() const;

    // The text as joined word clips of one voice, drawn by the seed, and after it the sounds of objects. Words that the
    // bank lacks are spoken and kept in memory.
    [[nodiscard]] Result<SpokenMel> compose(const std::string& text, Language language, std::uint64_t seed,
                                            Voices voices, const SpeechVariation& variation = {},
                                            const std::vector<SoundingObjects>& sounds = {}) const;

private:
    struct Data;

    explicit SpeechBank(std::unique_ptr<Data> data);

    std::unique_ptr<Data> m_data;
};

// Whole captions as fluent speech.
class SentenceBank {
public:
    // Each text is spoken once, by a voice and at a speed drawn by `seed`, 100 or more a second; kept in `folder`.
    [[nodiscard]] static Result<SentenceBank> open(const std::filesystem::path& folder,
                                                   const std::vector<SpokenText>& texts, Voices voices,
                                                   std::uint64_t seed, const Monitor& monitor);

    [[nodiscard]] std::size_t size() const { return m_clips.size(); }

    // Text number `index`, varied by the seed.
    [[nodiscard]] SpokenMel record(std::size_t index, std::uint64_t seed, const SpeechVariation& variation = {}) const;

private:
    SentenceBank(std::shared_ptr<const MelMixer> mixer, std::vector<MelClip> clips);

    std::shared_ptr<const MelMixer> m_mixer;
    std::vector<MelClip> m_clips;
};

} // namespace triptych::world
