// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/speech_bank.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

#include "inference/world/spoken_words.h"

namespace triptych::world {

namespace {

constexpr std::array spokenLanguages{Language::English, Language::Chinese};

// Alone these would be said in their strong form ("a" as the letter), so they are cut out of a phrase.
constexpr std::array<std::string_view, 6> weakWords{"a", "an", "the", "to", "of", "and"};

const std::vector<Voice>& voicesOf(Language language, Voices voices) {
    return voices == Voices::Training ? trainingVoices(language) : heldOutVoices(language);
}

std::vector<Voice> allVoices(Language language) {
    std::vector<Voice> all = trainingVoices(language);
    const std::vector<Voice>& heldOut = heldOutVoices(language);
    all.insert(all.end(), heldOut.begin(), heldOut.end());
    return all;
}

std::vector<Voice> allVoices() {
    std::vector<Voice> all;
    for (const Language language : spokenLanguages)
        for (const Voice& voice : allVoices(language))
            all.push_back(voice);
    return all;
}

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string keyOf(const std::string& word, Language language) {
    return std::string(toString(language)) + ' ' + lowerCase(word);
}

// An English word said alone is drawn out; a quarter faster, it lasts as long as inside a sentence. Chinese syllables
// do.
Voice hurried(Voice voice) {
    voice.wordsPerMinute = voice.wordsPerMinute * 5 / 4;
    return voice;
}

std::span<const float> between(const Sound& sound, double fromMs, double toMs) {
    const auto count = sound.samples.size();
    const auto sampleAt = [&](double ms) {
        return std::min(count, static_cast<std::size_t>(std::max(0.0, ms) * sound.sampleRateHz / 1000.0));
    };
    const std::size_t from = sampleAt(fromMs);
    return std::span(sound.samples).subspan(from, std::max(from, sampleAt(toMs)) - from);
}

Result<MelClip> wordClip(const std::string& word, Language language, const Voice& voice, const MelMixer& mixer) {
    const bool english = language == Language::English;
    const bool weak = english && std::find(weakWords.begin(), weakWords.end(), word) != weakWords.end();
    const std::string carrier = word == "an" ? " orange ring" : " ring";
    const auto spoken = speak(weak ? word + carrier : word, language, english && !weak ? hurried(voice) : voice);
    if (!spoken)
        return tl::unexpected(spoken.error());
    const WordTime& last = weak ? spoken->words.front() : spoken->words.back();
    const auto samples = between(spoken->sound, spoken->words.front().fromMs, last.toMs);
    return MelClip{encodeMel(samples, mixer.spectrum(), mixer.levels()), {}};
}

Result<MelClip> sentenceClip(const SpokenText& text, const Voice& voice, const MelMixer& mixer) {
    auto spoken = speak(text.text, text.language, voice);
    if (!spoken)
        return tl::unexpected(spoken.error());
    return MelClip{encodeMel(spoken->sound.samples, mixer.spectrum(), mixer.levels()), std::move(spoken->words)};
}

Voice drawVoice(Language language, Voices voices, Random& random) {
    Voice voice = random.pick(voicesOf(language, voices));
    voice.wordsPerMinute = random.between(190, 255);
    return voice;
}

std::filesystem::path cacheFile(const std::filesystem::path& folder, const std::string& name,
                                const std::string& recipe) {
    return folder.empty() ? folder : folder / (name + '-' + hashOf(recipe) + ".safetensors");
}

std::string listed(const std::vector<SpokenText>& texts) {
    std::string list;
    for (const SpokenText& text : texts)
        list += keyOf(text.text, text.language) + '\n';
    return list;
}

std::vector<SpokenText> withoutDuplicates(const std::vector<SpokenText>& words) {
    std::map<std::string, SpokenText> unique;
    for (const SpokenText& word : words)
        if (!spokenWords(word.text, word.language).empty())
            unique.emplace(keyOf(word.text, word.language), SpokenText{lowerCase(word.text), word.language});
    std::vector<SpokenText> sorted;
    for (auto& [key, word] : unique)
        sorted.push_back(std::move(word));
    return sorted;
}

// One recording while it is put together.
class Take {
public:
    Take(const MelMixer& mixer, const SpeechVariation& variation, Random& random)
        : m_mixer(mixer)
        , m_variation(variation)
        , m_random(random) {
        pause(variation.marginMs);
    }

    void pause(Range ms) { m_mixer.appendSilence(uniform(m_random, ms), m_energies); }

    // When the clip begins and ends, in ms.
    std::pair<double, double> append(const MelClip& clip, double stretch) {
        const double from = m_mixer.durationMs(m_energies);
        m_mixer.append(clip, stretch, m_energies);
        return {from, m_mixer.durationMs(m_energies)};
    }

    FloatArray finish() {
        pause(m_variation.marginMs);
        return m_mixer.record(std::move(m_energies), m_variation, m_random);
    }

private:
    const MelMixer& m_mixer;
    const SpeechVariation& m_variation;
    Random& m_random;
    std::vector<float> m_energies;
};

} // namespace

numerics::MelOptions speechMelOptions() {
    return {};
}

std::vector<SpokenText> captionWords() {
    std::vector<SpokenText> words;
    for (const Language language : spokenLanguages)
        for (const std::string& unit : vocabulary(language))
            for (const TextWord& word : spokenWords(unit, language))
                words.push_back({word.text, language});
    return withoutDuplicates(words);
}

// Clips of a word, one for each of allVoices(language).
struct SpeechBank::Data {
    MelMixer mixer{speechMelOptions()};
    std::map<std::string, std::vector<MelClip>> words;
    std::mutex addedMutex;
    std::map<std::string, std::vector<MelClip>> added;

    // Clips are never removed, so the reference stays valid without the lock.
    Result<const std::vector<MelClip>*> clipsOf(const std::string& word, Language language) {
        const std::string key = keyOf(word, language);
        if (const auto found = words.find(key); found != words.end())
            return &found->second;
        const std::lock_guard lock(addedMutex);
        if (const auto found = added.find(key); found != added.end())
            return &found->second;
        std::vector<MelClip> clips;
        for (const Voice& voice : allVoices(language)) {
            auto clip = wordClip(lowerCase(word), language, voice, mixer);
            if (!clip)
                return tl::unexpected(clip.error());
            clips.push_back(std::move(*clip));
        }
        return &added.emplace(key, std::move(clips)).first->second;
    }

    [[nodiscard]] MelClip clipOf(SoundKind kind, std::uint64_t seed) const {
        return {encodeMel(synthesise(kind, seed).samples, mixer.spectrum(), mixer.levels()), {}};
    }
};

SpeechBank::SpeechBank(std::unique_ptr<Data> data)
    : m_data(std::move(data)) {
}
SpeechBank::SpeechBank(SpeechBank&&) noexcept = default;
SpeechBank& SpeechBank::operator=(SpeechBank&&) noexcept = default;
SpeechBank::~SpeechBank() = default;

const MelMixer& SpeechBank::mixer() const {
    return m_data->mixer;
}

Result<SpeechBank> SpeechBank::open(const std::filesystem::path& folder, const std::vector<SpokenText>& words,
                                    const Monitor& monitor) {
    auto data = std::make_unique<Data>();
    const std::vector<SpokenText> unique = withoutDuplicates(words);
    std::vector<std::pair<SpokenText, Voice>> jobs;
    for (const SpokenText& word : unique)
        for (const Voice& voice : allVoices(word.language))
            jobs.emplace_back(word, voice);
    const numerics::MelOptions& options = data->mixer.spectrum().options();
    const std::string recipe = describeRecipe(options, allVoices()) + "words\n" + listed(unique);
    auto clips = loadOrMakeClips(
        cacheFile(folder, "words", recipe), jobs.size(), options.bins,
        [&](std::size_t i) {
            return wordClip(jobs[i].first.text, jobs[i].first.language, jobs[i].second, data->mixer);
        },
        monitor);
    if (!clips)
        return tl::unexpected(clips.error());
    for (std::size_t i = 0; i < jobs.size(); ++i)
        data->words[keyOf(jobs[i].first.text, jobs[i].first.language)].push_back(std::move((*clips)[i]));
    return SpeechBank(std::move(data));
}

Result<SpokenMel> SpeechBank::compose(const std::string& text, Language language, std::uint64_t seed, Voices voices,
                                      const SpeechVariation& variation,
                                      const std::vector<SoundingObjects>& sounds) const {
    const std::vector<TextWord> words = spokenWords(text, language);
    if (words.empty())
        return fail(ErrorCode::InvalidInput, "The text has no words to speak; give at least one.", text);
    Random random(seed);
    const auto trainingCount = trainingVoices(language).size();
    const auto drawn = static_cast<std::size_t>(random.below(static_cast<int>(voicesOf(language, voices).size())));
    const std::size_t voice = voices == Voices::Training ? drawn : trainingCount + drawn;
    const double stretch = uniform(random, variation.stretch);
    const double spread = variation.stretch.to > variation.stretch.from ? 0.05 : 0.0;

    SpokenMel spoken;
    Take take(m_data->mixer, variation, random);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto clips = m_data->clipsOf(words[i].text, language);
        if (!clips)
            return tl::unexpected(clips.error());
        if (i > 0)
            take.pause(words[i - 1].pauseAfter ? variation.pauseMs : variation.gapMs);
        const double own = stretch * uniform(random, {1.0 - spread, 1.0 + spread});
        const auto [from, to] = take.append((**clips)[voice], own);
        spoken.words.push_back({words[i].chars, from, to});
    }
    for (const SoundingObjects& sound : sounds) {
        take.pause(variation.pauseMs);
        const auto [from, to] = take.append(m_data->clipOf(sound.kind, random.next()), 1.0);
        spoken.sounds.push_back({sound.kind, sound.objects, from, to});
    }
    spoken.mel = take.finish();
    return spoken;
}

SentenceBank::SentenceBank(std::shared_ptr<const MelMixer> mixer, std::vector<MelClip> clips)
    : m_mixer(std::move(mixer))
    , m_clips(std::move(clips)) {
}

Result<SentenceBank> SentenceBank::open(const std::filesystem::path& folder, const std::vector<SpokenText>& texts,
                                        Voices voices, std::uint64_t seed, const Monitor& monitor) {
    auto mixer = std::make_shared<MelMixer>(speechMelOptions());
    const numerics::MelOptions& options = mixer->spectrum().options();
    const std::string recipe = describeRecipe(options, allVoices()) + "sentences " + std::to_string(seed) +
                               (voices == Voices::Training ? " training\n" : " held out\n") + listed(texts);
    auto clips = loadOrMakeClips(
        cacheFile(folder, "sentences", recipe), texts.size(), options.bins,
        [&](std::size_t i) {
            Random random(seed, i);
            return sentenceClip(texts[i], drawVoice(texts[i].language, voices, random), *mixer);
        },
        monitor);
    if (!clips)
        return tl::unexpected(clips.error());
    return SentenceBank(std::move(mixer), std::move(*clips));
}

SpokenMel SentenceBank::record(std::size_t index, std::uint64_t seed, const SpeechVariation& variation) const {
    const MelClip& clip = m_clips.at(index);
    Random random(seed);
    const double stretch = uniform(random, variation.stretch);
    Take take(*m_mixer, variation, random);
    const auto [from, to] = take.append(clip, stretch);
    // The duration was rounded to frames.
    const double clipMs = static_cast<double>(clip.levels.extent(0)) * m_mixer->msPerFrame();
    const double exact = clipMs > 0 ? (to - from) / clipMs : 1.0;
    SpokenMel spoken;
    for (const WordTime& word : clip.words)
        spoken.words.push_back({word.chars, from + word.fromMs * exact, from + word.toMs * exact});
    spoken.mel = take.finish();
    return spoken;
}

} // namespace triptych::world
