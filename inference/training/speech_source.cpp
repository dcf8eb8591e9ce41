// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/speech_source.h"

#include <utility>

#include "inference/world/random.h"

namespace triptych::training {

namespace {

constexpr std::size_t sentencesPerScene = 3;

std::vector<SentenceScene> drawSentenceScenes(int count, std::uint64_t seed) {
    world::Random random(seed);
    std::vector<SentenceScene> drawn;
    while (static_cast<int>(drawn.size()) < count) {
        const world::Scene scene = world::drawScene(random.next(), {});
        auto whole = drawCaptions({scene}, CaptionMix::Whole, random.next());
        auto some = drawCaptions({scene}, CaptionMix::Short, random.next());
        if (!some[1].wordsKnown)
            continue;
        drawn.push_back({scene, std::move(whole[0]), std::move(some[0]), std::move(some[1])});
    }
    return drawn;
}

std::vector<world::SpokenText> spokenTexts(const std::vector<SentenceScene>& scenes) {
    std::vector<world::SpokenText> texts;
    for (const SentenceScene& each : scenes)
        for (const DrawnCaption* drawn : {&each.whole, &each.shortTrue, &each.shortNegative})
            texts.push_back({drawn->caption.text, drawn->caption.language});
    return texts;
}

} // namespace

SpeechSource::SpeechSource(world::SpeechBank bank)
    : m_bank(std::move(bank)) {
}

Result<SpeechSource> SpeechSource::open(const std::filesystem::path& folder, int sentenceScenes, std::uint64_t seed,
                                        const Monitor& monitor) {
    auto bank = world::SpeechBank::open(folder, world::captionWords(), monitor);
    if (!bank)
        return tl::unexpected(bank.error());
    SpeechSource source(*std::move(bank));
    if (sentenceScenes == 0)
        return source;
    source.m_scenes = drawSentenceScenes(sentenceScenes, seed);
    auto sentences =
        world::SentenceBank::open(folder, spokenTexts(source.m_scenes), world::Voices::Training, seed, monitor);
    if (!sentences)
        return tl::unexpected(sentences.error());
    source.m_sentences = std::make_shared<const world::SentenceBank>(*std::move(sentences));
    return source;
}

Result<std::vector<world::SpokenMel>> SpeechSource::compose(const std::vector<DrawnCaption>& captions,
                                                            std::uint64_t seed, world::Voices voices) const {
    world::Random random(seed);
    std::vector<world::SpokenMel> spoken;
    for (const DrawnCaption& drawn : captions) {
        auto each = m_bank.compose(drawn.caption.text, drawn.caption.language, random.next(), voices);
        if (!each)
            return tl::unexpected(each.error());
        spoken.push_back(*std::move(each));
    }
    return spoken;
}

world::SpokenMel SpeechSource::sentence(std::size_t scene, Sentence which, std::uint64_t seed) const {
    return m_sentences->record(scene * sentencesPerScene + static_cast<std::size_t>(which), seed);
}

} // namespace triptych::training
