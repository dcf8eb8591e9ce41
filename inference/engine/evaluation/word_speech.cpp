// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/word_speech.h"

#include <algorithm>
#include <utility>

#include "inference/world/draws.h"
#include "inference/world/spoken_words.h"

namespace triptych::engine {

namespace {

constexpr world::Range gapMs{20, 80};
constexpr world::Range marginMs{50, 200};

std::size_t samplesOf(double ms) {
    return static_cast<std::size_t>(ms * world::speechRateHz / 1000.0);
}

double msOf(std::size_t samples) {
    return 1000.0 * static_cast<double>(samples) / world::speechRateHz;
}

void appendSilence(std::vector<float>& samples, double ms) {
    samples.resize(samples.size() + samplesOf(ms), 0.0f);
}

} // namespace

Result<std::vector<float>> WordSpeech::clipOf(const std::string& word, world::Language language,
                                              const world::Voice& voice) {
    const std::string key =
        voice.name + '\n' + std::to_string(voice.wordsPerMinute) + '\n' + std::to_string(voice.pitch) + '\n' + word;
    if (const auto found = m_clips.find(key); found != m_clips.end())
        return found->second;
    return world::speak(word, language, voice).map([&](const world::Utterance& utterance) {
        const std::vector<float>& samples = utterance.sound.samples;
        const double endMs = utterance.words.empty() ? msOf(samples.size()) : utterance.words.back().toMs;
        const double beginMs = utterance.words.empty() ? 0.0 : utterance.words.front().fromMs;
        const auto begin = static_cast<std::ptrdiff_t>(std::min(samplesOf(beginMs), samples.size()));
        const auto end = static_cast<std::ptrdiff_t>(std::clamp(samplesOf(endMs), samplesOf(beginMs), samples.size()));
        return m_clips[key] = {samples.begin() + std::min(begin, end), samples.begin() + end};
    });
}

Result<world::Utterance> WordSpeech::speak(const std::string& text, world::Language language, const world::Voice& voice,
                                           world::Random& random) {
    world::Utterance utterance;
    utterance.sound.sampleRateHz = world::speechRateHz;
    std::vector<float>& samples = utterance.sound.samples;
    appendSilence(samples, world::uniform(random, marginMs));
    for (const world::TextWord& word : world::spokenWords(text, language)) {
        const auto clip = clipOf(word.text, language, voice);
        if (!clip)
            return Failure(clip.error());
        const double fromMs = msOf(samples.size());
        samples.insert(samples.end(), clip->begin(), clip->end());
        utterance.words.push_back({word.chars, fromMs, msOf(samples.size())});
        appendSilence(samples, world::uniform(random, gapMs));
    }
    appendSilence(samples, world::uniform(random, marginMs));
    world::degrade(utterance.sound, {}, random.next());
    return utterance;
}

} // namespace triptych::engine
