// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/speech.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "inference/formats/resample.h"
#include "inference/world/draws.h"
#include "inference/world/espeak.h"
#include "inference/world/spoken_words.h"

namespace triptych::world {

namespace {

constexpr std::string_view plainMandarin = "cmn";
constexpr std::string_view pinyinMandarin = "cmn-latn-pinyin";
constexpr int audible = 164; // of 32768: 46 dB below full scale

// What the synthesiser reads, and where each word of the text stands in it.
struct Script {
    std::string text;
    std::vector<CharRange> words;
    std::string unknownCharacters;
};

std::string unknownIn(const std::vector<TextWord>& words) {
    std::u32string unknown;
    for (const TextWord& word : words)
        for (const char32_t c : codePoints(word.text))
            if (c >= 0x250 && !pinyin(c) && unknown.find(c) == std::u32string::npos)
                unknown.push_back(c);
    return utf8(unknown);
}

std::string spelt(const std::string& word) {
    std::string syllables;
    bool latin = false;
    for (const char32_t c : codePoints(word)) {
        const auto syllable = pinyin(c);
        if (!syllables.empty() && !(latin && !syllable))
            syllables += ' ';
        syllables += syllable ? std::string(*syllable) : utf8(std::u32string_view(&c, 1));
        latin = !syllable;
    }
    return syllables;
}

Script pinyinScript(const std::vector<TextWord>& words) {
    Script script;
    for (const TextWord& word : words) {
        // Syllables are ASCII, and Latin words in between nearly always are.
        const auto from = static_cast<std::int64_t>(codePoints(script.text).size());
        script.text += spelt(word.text);
        script.words.push_back({from, static_cast<std::int64_t>(codePoints(script.text).size())});
        script.text += word.pauseAfter ? ", " : " ";
    }
    return script;
}

Script scriptFor(const std::string& text, Language language, const std::vector<TextWord>& words) {
    std::string unknown;
    if (language == Language::Chinese) {
        unknown = unknownIn(words);
        if (unknown.empty())
            return pinyinScript(words);
    }
    Script script{text, {}, unknown};
    for (const TextWord& word : words)
        script.words.push_back(word.chars);
    return script;
}

// The first sample of every word. Words that the synthesiser ran together share their time by their length.
std::vector<std::int64_t> wordStarts(const EspeakOutput& spoken, const std::vector<CharRange>& words) {
    constexpr std::int64_t unset = -1;
    std::vector<std::int64_t> starts(words.size(), unset);
    for (const EspeakOutput::WordStart& event : spoken.words) {
        const auto word = std::find_if(words.begin(), words.end(), [&](const CharRange& range) {
            return event.position >= range.from && event.position < range.to;
        });
        if (word != words.end() && starts[static_cast<std::size_t>(word - words.begin())] == unset)
            starts[static_cast<std::size_t>(word - words.begin())] = event.sample;
    }
    starts.front() = std::max<std::int64_t>(0, starts.front());
    for (std::size_t i = 1; i < starts.size(); ++i) {
        if (starts[i] != unset)
            continue;
        std::size_t next = i;
        while (next < starts.size() && starts[next] == unset)
            ++next;
        const std::int64_t end = next < starts.size() ? starts[next] : static_cast<std::int64_t>(spoken.samples.size());
        const std::int64_t endChar = next < starts.size() ? words[next].from : words.back().to;
        const std::int64_t chars = std::max<std::int64_t>(1, endChar - words[i - 1].from);
        starts[i] = starts[i - 1] + (end - starts[i - 1]) * (words[i].from - words[i - 1].from) / chars;
    }
    return starts;
}

std::int64_t lastAudible(const std::vector<std::int16_t>& samples, std::int64_t from, std::int64_t to) {
    while (to > from + 1 && std::abs(static_cast<int>(samples[static_cast<std::size_t>(to - 1)])) < audible)
        --to;
    return to;
}

std::vector<WordTime> wordTimes(const EspeakOutput& spoken, const Script& script, const std::vector<TextWord>& words) {
    const std::vector<std::int64_t> starts = wordStarts(spoken, script.words);
    const auto count = static_cast<std::int64_t>(spoken.samples.size());
    const double msPerSample = 1000.0 / spoken.sampleRateHz;
    std::vector<WordTime> times;
    std::int64_t earliest = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::int64_t from = std::clamp(starts[i], earliest, count);
        const std::int64_t limit = i + 1 < words.size() ? std::clamp(starts[i + 1], from, count) : count;
        const std::int64_t to = limit > from ? lastAudible(spoken.samples, from, limit) : from;
        times.push_back(
            {words[i].chars, static_cast<double>(from) * msPerSample, static_cast<double>(to) * msPerSample});
        earliest = limit;
    }
    return times;
}

Sound toSound(const EspeakOutput& spoken) {
    std::vector<double> samples(spoken.samples.size());
    std::transform(spoken.samples.begin(), spoken.samples.end(), samples.begin(),
                   [](std::int16_t sample) { return sample / 32768.0; });
    static const formats::Resampler resampler(22050, speechRateHz);
    const std::vector<double> result = spoken.sampleRateHz == 22050
                                           ? resampler.resample(samples)
                                           : formats::Resampler(spoken.sampleRateHz, speechRateHz).resample(samples);
    Sound sound{speechRateHz, {}};
    sound.samples.reserve(result.size());
    for (const double sample : result)
        sound.samples.push_back(static_cast<float>(std::clamp(sample, -1.0, 1.0)));
    return sound;
}

Voice plainVoice(const Voice& voice) {
    Voice plain = voice;
    if (plain.name.starts_with(pinyinMandarin))
        plain.name.replace(0, pinyinMandarin.size(), plainMandarin);
    return plain;
}

} // namespace

Result<Utterance> speak(const std::string& text, Language language, const Voice& voice) {
    const std::vector<TextWord> words = spokenWords(text, language);
    if (words.empty())
        return fail(ErrorCode::InvalidInput, "The text has no words to speak; give at least one.", text);
    if (codePoints(text).size() > static_cast<std::size_t>(longestSpokenText))
        return fail(ErrorCode::InvalidInput, "The text is too long to be spoken; give at most " +
                                                 std::to_string(longestSpokenText) + " characters.");
    const Script script = scriptFor(text, language, words);
    const auto spoken = runEspeak(script.text, script.unknownCharacters.empty() ? voice : plainVoice(voice));
    if (!spoken)
        return tl::unexpected(spoken.error());
    if (spoken->samples.empty())
        return fail(ErrorCode::Internal, "The speech synthesiser gave no sound; try another voice.", voice.name);
    return Utterance{toSound(*spoken), wordTimes(*spoken, script, words), script.unknownCharacters};
}

void degrade(Sound& sound, const SpeechConditions& conditions, std::uint64_t seed) {
    Random random(seed);
    for (float& sample : sound.samples) {
        const double noise = conditions.noise * gaussian(random);
        sample = static_cast<float>(std::clamp(sample * conditions.gain + noise, -1.0, 1.0));
    }
}

} // namespace triptych::world
