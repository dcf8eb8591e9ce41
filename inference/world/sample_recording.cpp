// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/sample_recording.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "inference/world/random.h"
#include "inference/world/sounds.h"

namespace triptych::world {

namespace {

constexpr double edgePauseMs = 120;
constexpr double soundPauseMs = 260;
constexpr std::size_t mostSounds = 2;

// Finer than any frame that a model hears.
double tenthOfMs(double ms) {
    return std::round(ms * 10.0) / 10.0;
}

LabelledMention heardAt(double fromMs, double toMs, const std::vector<int>& objects) {
    LabelledMention mention;
    mention.audio = 0;
    mention.fromMs = tenthOfMs(fromMs);
    mention.toMs = tenthOfMs(toMs);
    mention.objects = objects;
    return mention;
}

// From the first to the last spoken word that shares a character with the mention.
std::optional<LabelledMention> spokenMention(const Mention& mention, const std::vector<WordTime>& words) {
    std::optional<LabelledMention> found;
    for (const WordTime& word : words) {
        if (word.chars.to <= mention.chars.from || word.chars.from >= mention.chars.to)
            continue;
        const double from = found ? std::min(found->fromMs, word.fromMs) : word.fromMs;
        const double to = found ? std::max(found->toMs, word.toMs) : word.toMs;
        found = heardAt(from, to, mention.objects);
    }
    return found;
}

} // namespace

Result<Recording> record(const Caption& caption, const Scene& scene, const Voice& voice, bool objectSounds,
                         std::uint64_t seed) {
    const Result<Utterance> utterance = speak(caption.text, caption.language, voice);
    if (!utterance)
        return Failure(utterance.error());
    Soundtrack track;
    track.appendSilence(edgePauseMs);
    track.append(*utterance);
    std::vector<SoundKind> kinds = objectSounds ? soundsOf(scene) : std::vector<SoundKind>{};
    Random random(seed, 51);
    random.shuffle(kinds);
    kinds.resize(std::min(kinds.size(), mostSounds));
    for (const SoundKind kind : kinds) {
        track.appendSilence(soundPauseMs);
        track.append(kind, objectsSounding(kind, scene), random.next());
    }
    track.appendSilence(edgePauseMs);

    Recording recording;
    recording.transcript = caption.text;
    for (const Mention& mention : caption.mentions) {
        const auto spoken = mention.objects.empty() ? std::nullopt : spokenMention(mention, track.words);
        if (spoken)
            recording.mentions.push_back(*spoken);
    }
    for (const SoundTime& sound : track.sounds)
        recording.mentions.push_back(heardAt(sound.fromMs, sound.toMs, sound.objects));
    recording.sound = std::move(track.sound);
    return recording;
}

} // namespace triptych::world
