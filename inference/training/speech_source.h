// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "inference/base/error.h"
#include "inference/training/caption_draw.h"
#include "inference/world/speech_bank.h"

namespace triptych::training {

// Scenes whose captions were spoken as whole sentences beforehand.
struct SentenceScene {
    world::Scene scene;
    DrawnCaption whole; // true
    DrawnCaption shortTrue;
    DrawnCaption shortNegative;
};

// Speech for training: captions joined from single words, and a pool of fluent sentences.
class SpeechSource {
public:
    // The first call speaks for a minute or two; `folder` keeps the clips. sentenceScenes may be 0.
    [[nodiscard]] static Result<SpeechSource> open(const std::filesystem::path& folder, int sentenceScenes,
                                                   std::uint64_t seed, const Monitor& monitor);

    // Joined words, each caption by one voice.
    [[nodiscard]] Result<std::vector<world::SpokenMel>> compose(const std::vector<DrawnCaption>& captions,
                                                                std::uint64_t seed,
                                                                world::Voices voices = world::Voices::Training) const;

    [[nodiscard]] const std::vector<SentenceScene>& sentenceScenes() const { return m_scenes; }
    enum class Sentence { Whole, ShortTrue, ShortNegative };
    [[nodiscard]] world::SpokenMel sentence(std::size_t scene, Sentence which, std::uint64_t seed) const;

private:
    explicit SpeechSource(world::SpeechBank bank);

    world::SpeechBank m_bank;
    std::vector<SentenceScene> m_scenes;
    std::shared_ptr<const world::SentenceBank> m_sentences;
};

} // namespace triptych::training
