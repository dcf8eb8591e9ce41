// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/sample_writer.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "inference/formats/audio_write.h"
#include "inference/formats/image_write.h"
#include "inference/world/caption.h"
#include "inference/world/random.h"
#include "inference/world/sample_recording.h"
#include "inference/world/scene_variant.h"
#include "inference/world/speech.h"

namespace triptych::world {

namespace {

namespace fs = std::filesystem;

constexpr std::array captionLanguages{Language::English, Language::Chinese};
constexpr int quickLevel = 3; // of zlib
constexpr int smallestLevel = 9;

// What is said about a scene, and how.
struct Plan {
    CaptionKind kind = CaptionKind::Whole;
    bool spoken = false;
    Language spokenLanguage = Language::English;
    bool objectSounds = false;
};

Plan planOf(Random& random) {
    Plan plan;
    const int roll = random.below(100);
    plan.kind = roll < 50   ? CaptionKind::Whole
                : roll < 78 ? CaptionKind::Relation
                : roll < 90 ? CaptionKind::Counted
                            : CaptionKind::Partial;
    plan.spoken = plan.kind == CaptionKind::Partial || random.chance(64);
    plan.spokenLanguage = random.chance(70) ? Language::English : Language::Chinese;
    plan.objectSounds = random.chance(30);
    return plan;
}

std::array<int, 4> boxOf(const std::vector<std::uint8_t>& mask, int edge, std::uint8_t number) {
    std::array<int, 4> box{edge, edge, 0, 0};
    for (int y = 0; y < edge; ++y) {
        for (int x = 0; x < edge; ++x) {
            if (mask[static_cast<std::size_t>(y) * static_cast<std::size_t>(edge) + static_cast<std::size_t>(x)] !=
                number)
                continue;
            box = {std::min(box[0], x), std::min(box[1], y), std::max(box[2], x + 1), std::max(box[3], y + 1)};
        }
    }
    return box;
}

// One sample in the making.
class SampleWriter {
public:
    SampleWriter(std::uint64_t seed, const SampleOptions& options, const fs::path& folder)
        : m_seed(seed)
        , m_options(options)
        , m_folder(folder)
        , m_random(seed, 41)
        , m_scene(drawScene(seed, options.scene)) {
        const std::string digits = std::to_string(seed);
        m_sample.id = std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
    }

    Result<LabelledSample> write() {
        const Plan plan = planOf(m_random);
        return writeScene()
            .and_then([&] {
                addTexts(plan.kind);
                return plan.spoken ? speakCaption(plan) : Result<void>();
            })
            .and_then([&] {
                addTextNegatives();
                return writeImageNegative();
            })
            .map([&] { return m_sample; });
    }

private:
    [[nodiscard]] fs::path fileNamed(const std::string& ending) const { return m_folder / (m_sample.id + ending); }

    [[nodiscard]] int pngLevel() const { return m_options.small ? smallestLevel : quickLevel; }

    [[nodiscard]] Result<void> writePicture(const RenderedScene& picture, const fs::path& file) const {
        return formats::writePng(file, {picture.edge, picture.edge, formats::PixelLayout::Rgb8, picture.rgb},
                                 pngLevel());
    }

    Result<void> writeScene() {
        const RenderedScene picture = render(m_scene, m_options.edge);
        m_sample.images = {fileNamed(".png")};
        m_sample.mask = fileNamed(".mask.png");
        for (std::size_t i = 0; i < m_scene.objects.size(); ++i) {
            const SceneObject& object = m_scene.objects[i];
            const int number = static_cast<int>(i) + 1;
            m_sample.objects.push_back({number, std::string(toString(object.shape)),
                                        std::string(toString(object.colour)), std::string(toString(object.size)),
                                        std::string(toString(object.fill)),
                                        boxOf(picture.mask, picture.edge, static_cast<std::uint8_t>(number))});
        }
        return writePicture(picture, m_sample.images.front()).and_then([&] {
            return formats::writePng(
                m_sample.mask, {picture.edge, picture.edge, formats::PixelLayout::Grey8, picture.mask}, pngLevel());
        });
    }

    void addTexts(CaptionKind kind) {
        for (const Language language : captionLanguages) {
            const Caption& caption = m_captions.emplace_back(describe(m_scene, kind, language, m_seed));
            const int text = static_cast<int>(m_sample.texts.size());
            m_sample.texts.push_back(caption.text);
            m_sample.languages.emplace_back(toString(language));
            for (const Mention& mention : caption.mentions) {
                if (mention.objects.empty())
                    continue;
                LabelledMention& label = m_sample.mentions.emplace_back();
                label.text = text;
                label.chars = mention.chars;
                label.objects = mention.objects;
            }
        }
    }

    Result<void> speakCaption(const Plan& plan) {
        const auto text = static_cast<std::size_t>(plan.spokenLanguage);
        const bool inFull = plan.kind == CaptionKind::Partial;
        const Caption caption =
            inFull ? describe(m_scene, CaptionKind::Whole, plan.spokenLanguage, m_seed) : m_captions[text];
        const bool saysMore = caption.text != m_sample.texts[text];
        const auto& voices =
            m_options.heldOutVoices ? heldOutVoices(plan.spokenLanguage) : trainingVoices(plan.spokenLanguage);
        const Result<Recording> recording = record(caption, m_scene, m_random.pick(voices), plan.objectSounds, m_seed);
        if (!recording)
            return Failure(recording.error());
        m_sample.audios = {
            fileNamed("." + std::string(toString(plan.spokenLanguage)) + (m_options.small ? ".flac" : ".wav"))};
        m_sample.spokenText = {saysMore ? std::nullopt : std::optional(static_cast<int>(text))};
        m_sample.transcripts = {recording->transcript};
        m_sample.mentions.insert(m_sample.mentions.end(), recording->mentions.begin(), recording->mentions.end());
        return formats::writeAudio(m_sample.audios.front(), recording->sound,
                                   m_options.small ? formats::AudioFormat::Flac : formats::AudioFormat::Wav);
    }

    void addTextNegatives() {
        for (int i = 0; i < changeKinds; ++i) {
            for (std::size_t text = 0; text < m_captions.size(); ++text) {
                const auto negative = hardNegative(m_captions[text], m_scene, static_cast<Change>(i), m_seed);
                if (negative)
                    m_sample.negatives.push_back({.text = negative->caption.text,
                                                  .image = {},
                                                  .language = m_sample.languages[text],
                                                  .changed = std::string(toString(negative->change)),
                                                  .of = static_cast<int>(text)});
            }
        }
    }

    Result<void> writeImageNegative() {
        std::vector<int> changes(changeKinds);
        for (int i = 0; i < changeKinds; ++i)
            changes[static_cast<std::size_t>(i)] = i;
        m_random.shuffle(changes);
        for (const int i : changes) {
            const auto change = static_cast<Change>(i);
            const auto variant = sceneVariant(m_captions.front(), m_scene, change, m_seed);
            if (!variant)
                continue;
            const std::string changed(toString(change));
            const fs::path file = fileNamed("." + changed + ".png");
            m_sample.negatives.push_back(
                {.text = {}, .image = file, .language = m_sample.languages.front(), .changed = changed, .of = 0});
            return writePicture(render(*variant, m_options.edge), file);
        }
        return {};
    }

    std::uint64_t m_seed;
    const SampleOptions& m_options;
    const fs::path& m_folder;
    Random m_random;
    Scene m_scene;
    std::vector<Caption> m_captions;
    LabelledSample m_sample;
};

} // namespace

Result<LabelledSample> writeSample(std::uint64_t seed, const SampleOptions& options, const fs::path& folder) {
    return SampleWriter(seed, options, folder).write();
}

Result<void> writeWorld(const std::vector<std::uint64_t>& seeds, const SampleOptions& options, const fs::path& folder,
                        const Monitor& monitor) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::InvalidInput, "The folder cannot be made (" + error.message() + "); choose another one.",
                    folder.string());
    std::vector<LabelledSample> samples;
    for (const std::uint64_t seed : seeds) {
        const Result<void> wanted = monitor.check();
        if (!wanted)
            return wanted;
        Result<LabelledSample> sample = writeSample(seed, options, folder);
        if (!sample)
            return Failure(sample.error());
        samples.push_back(*std::move(sample));
        monitor.report("samples", static_cast<std::int64_t>(samples.size()), static_cast<std::int64_t>(seeds.size()));
    }
    return writeSamples(folder / "samples.jsonl", samples);
}

} // namespace triptych::world
