// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "inference/base/error.h"
#include "inference/world/random.h"
#include "inference/world/speech.h"

namespace triptych::engine {

// Speaks captions word by word: words of one voice joined with short gaps, as most speech of the training is made.
// Words are spoken once per voice and kept.
class WordSpeech {
public:
    // Gaps and noise are drawn from `random`. The result's words are timed exactly.
    [[nodiscard]] Result<world::Utterance> speak(const std::string& text, world::Language language,
                                                 const world::Voice& voice, world::Random& random);

private:
    [[nodiscard]] Result<std::vector<float>> clipOf(const std::string& word, world::Language language,
                                                    const world::Voice& voice);

    std::map<std::string, std::vector<float>> m_clips; // by word and voice
};

} // namespace triptych::engine
