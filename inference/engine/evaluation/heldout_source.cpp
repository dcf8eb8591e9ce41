// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/heldout_source.h"

#include <algorithm>
#include <array>

#include "inference/engine/evaluation/temporary_folder.h"
#include "inference/engine/evaluation/word_speech.h"
#include "inference/formats/audio_write.h"
#include "inference/formats/image_write.h"
#include "inference/world/random.h"
#include "inference/world/speech.h"

namespace triptych::engine {

namespace {

using world::Caption;
using world::CaptionKind;
using world::Language;

constexpr int pictureEdge = 448;
constexpr std::uint64_t firstSeed = 1'000'000;
constexpr std::uint64_t firstUnseenSeed = 2'000'000;
constexpr std::uint64_t unseenSeedStep = 100; // seeds to try for one scene

bool isUnseen(const world::SceneObject& object) {
    return world::isUnseenPair(object.colour, object.shape);
}

// Captions that offer a change most often.
CaptionKind kindFor(world::Change change) {
    switch (change) {
    case world::Change::Relation:
        return CaptionKind::Relation;
    case world::Change::Count:
        return CaptionKind::Counted;
    default:
        return CaptionKind::Partial;
    }
}

std::optional<AskedNegative> drawNegative(const world::Scene& scene, world::Change change, world::Random& random) {
    constexpr int attempts = 8;
    for (int i = 0; i < attempts; ++i) {
        const Caption caption = world::describe(scene, kindFor(change), Language::English, random.next());
        if (const auto negative = world::hardNegative(caption, scene, change, random.next()))
            return AskedNegative{std::string(world::toString(change)), caption.text, negative->caption.text, {}};
    }
    return std::nullopt;
}

// Nouns that name objects of the scene.
std::vector<AskedWord> nounsOf(const Caption& caption) {
    std::vector<AskedWord> words;
    for (const world::Mention& mention : caption.mentions)
        if (mention.role == world::Mention::Role::Noun && !mention.objects.empty())
            words.push_back({mention.chars, 0, 0, mention.objects});
    return words;
}

// Words that the utterance does not time are left out.
std::vector<AskedWord> timed(std::vector<AskedWord> words, const std::vector<world::WordTime>& times) {
    for (AskedWord& word : words)
        for (const world::WordTime& time : times)
            if (time.chars.from < word.chars.to && word.chars.from < time.chars.to) {
                word.fromMs = word.toMs > 0 ? std::min(word.fromMs, time.fromMs) : time.fromMs;
                word.toMs = std::max(word.toMs, time.toMs);
            }
    std::erase_if(words, [](const AskedWord& word) { return word.toMs <= word.fromMs; });
    return words;
}

AskedCaption written(const Caption& caption, std::string split) {
    return {std::move(split), {Modality::Text, caption.text, {}}, nounsOf(caption), caption.meaning};
}

class HeldOutSource final : public EvaluationSource {
public:
    HeldOutSource(TemporaryFolder folder, std::size_t scenes)
        : m_folder(std::move(folder))
        , m_scenes(scenes) {}

    std::size_t count() const override { return m_scenes + unseenPairScenes(m_scenes); }

    Result<EvaluationItem> item(std::size_t index) override {
        return index < m_scenes ? knownItem(index) : unseenPairItem(index - m_scenes);
    }

private:
    Result<EvaluationItem> knownItem(std::size_t index) {
        world::Random random(firstSeed + index, 1);
        EvaluationItem item;
        item.id = std::to_string(firstSeed + index);
        item.scene =
            world::drawScene(firstSeed + index, {.minObjects = 1, .maxObjects = 5, .split = world::Split::HeldOut});
        item.objects = static_cast<int>(item.scene->objects.size());
        return drawPicture(item)
            .and_then([&] { return addRetrieval(item, random); })
            .and_then([&] { return addPointing(item, random); })
            .map([&] {
                addNegatives(item, random);
                return std::move(item);
            });
    }

    Result<EvaluationItem> unseenPairItem(std::size_t index) const {
        EvaluationItem item;
        std::uint64_t seed = firstUnseenSeed + index * unseenSeedStep;
        do {
            item.scene = world::drawScene(
                seed++, {.minObjects = 1, .maxObjects = 5, .split = world::Split::HeldOut, .unseenPairs = true});
        } while (std::ranges::none_of(item.scene->objects, isUnseen));
        world::Random random(seed, 1);
        item.id = std::to_string(item.scene->seed);
        item.objects = static_cast<int>(item.scene->objects.size());
        const Caption whole = world::describe(*item.scene, CaptionKind::Whole, Language::English, random.next());
        item.retrieval.push_back(written(whole, "text_unseen_pair"));
        if (item.objects >= 2) {
            AskedCaption asked = written(whole, "text_unseen_pair");
            std::erase_if(asked.words, [&](const AskedWord& word) {
                return std::ranges::none_of(word.objects, [&](int number) {
                    return isUnseen(item.scene->objects[static_cast<std::size_t>(number - 1)]);
                });
            });
            if (!asked.words.empty())
                item.pointing.push_back(std::move(asked));
        }
        return drawPicture(item).map([&] { return std::move(item); });
    }

    Result<void> drawPicture(EvaluationItem& item) const {
        world::RenderedScene rendered = world::render(*item.scene, pictureEdge);
        item.mask = ByteArray({pictureEdge, pictureEdge}, std::move(rendered.mask));
        item.image = m_folder.path() / "scene.png";
        return formats::writePng(item.image, {pictureEdge, pictureEdge, formats::PixelLayout::Rgb8, rendered.rgb}, 1);
    }

    // Through a sound file, as people give it.
    Result<void> addSpoken(std::vector<AskedCaption>& captions, const Caption& caption, std::string split,
                           const Result<world::Utterance>& utterance) const {
        if (!utterance)
            return Failure(utterance.error());
        const std::filesystem::path file = m_folder.path() / (std::to_string(captions.size()) + split + ".wav");
        return formats::writeAudio(file, utterance->sound).map([&] {
            captions.push_back({std::move(split),
                                {Modality::Audio, {}, file},
                                timed(nounsOf(caption), utterance->words),
                                caption.meaning});
        });
    }

    Result<void> addWords(std::vector<AskedCaption>& captions, const Caption& caption, std::string split,
                          const std::vector<world::Voice>& voices, world::Random& random) {
        const world::Voice& voice = random.pick(voices);
        return addSpoken(captions, caption, std::move(split),
                         m_words.speak(caption.text, caption.language, voice, random));
    }

    Result<void> addSentence(std::vector<AskedCaption>& captions, const Caption& caption, std::string split,
                             const std::vector<world::Voice>& voices, world::Random& random) const {
        auto utterance = world::speak(caption.text, caption.language, random.pick(voices));
        if (utterance)
            world::degrade(utterance->sound, {}, random.next());
        return addSpoken(captions, caption, std::move(split), utterance);
    }

    Result<void> addRetrieval(EvaluationItem& item, world::Random& random) {
        const Caption english = world::describe(*item.scene, CaptionKind::Whole, Language::English, random.next());
        const Caption chinese = world::describe(*item.scene, CaptionKind::Whole, Language::Chinese, random.next());
        auto& captions = item.retrieval;
        captions.push_back(written(english, "text"));
        captions.push_back(written(chinese, "text_zh"));
        return addWords(captions, english, "speech", world::trainingVoices(Language::English), random)
            .and_then([&] {
                return addWords(captions, english, "speech_unseen_voice", world::heldOutVoices(Language::English),
                                random);
            })
            .and_then([&] {
                return addSentence(captions, english, "speech_sentence", world::trainingVoices(Language::English),
                                   random);
            });
    }

    Result<void> addPointing(EvaluationItem& item, world::Random& random) {
        if (item.objects < 2)
            return {};
        const Caption caption = world::describe(*item.scene, CaptionKind::Partial, Language::English, random.next());
        auto& captions = item.pointing;
        captions.push_back(written(caption, "text"));
        return addWords(captions, caption, "speech", world::trainingVoices(Language::English), random).and_then([&] {
            return addSentence(captions, caption, "speech_sentence", world::trainingVoices(Language::English), random);
        });
    }

    static void addNegatives(EvaluationItem& item, world::Random& random) {
        constexpr std::array changes{world::Change::Colour, world::Change::Shape, world::Change::Size,
                                     world::Change::Fill,   world::Change::Swap,  world::Change::Relation,
                                     world::Change::Count};
        for (const world::Change change : changes)
            if (auto negative = drawNegative(*item.scene, change, random))
                item.negatives.push_back(std::move(*negative));
    }

    TemporaryFolder m_folder;
    WordSpeech m_words;
    std::size_t m_scenes;
};

} // namespace

Result<std::unique_ptr<EvaluationSource>> openHeldOut(std::size_t scenes) {
    return TemporaryFolder::make().map([&](TemporaryFolder folder) -> std::unique_ptr<EvaluationSource> {
        return std::make_unique<HeldOutSource>(std::move(folder), scenes);
    });
}

} // namespace triptych::engine
