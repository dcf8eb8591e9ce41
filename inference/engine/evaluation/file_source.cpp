// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/file_source.h"

#include <utility>

#include "inference/formats/image.h"
#include "inference/world/samples_file.h"

namespace triptych::engine {

namespace {

using world::LabelledSample;

AskedWord wordOf(const world::LabelledMention& mention) {
    return {mention.chars, mention.fromMs, mention.toMs, mention.objects};
}

// Words that follow each other and name the same objects are one phrase; its noun stands last, in English as in
// Chinese.
std::vector<AskedWord> wordsOf(const LabelledSample& sample, std::optional<int> world::LabelledMention::*kind,
                               std::size_t index) {
    std::vector<AskedWord> words;
    for (const world::LabelledMention& mention : sample.mentions) {
        if (mention.*kind != static_cast<int>(index) || mention.objects.empty())
            continue;
        if (!words.empty() && words.back().objects == mention.objects)
            words.pop_back();
        words.push_back(wordOf(mention));
    }
    return words;
}

std::vector<AskedCaption> captionsOf(const LabelledSample& sample) {
    std::vector<AskedCaption> captions;
    for (std::size_t i = 0; i < sample.texts.size(); ++i) {
        const bool isEnglish = i >= sample.languages.size() || sample.languages[i] == "en";
        captions.push_back({isEnglish ? "text" : "text_" + sample.languages[i],
                            {Modality::Text, sample.texts[i], {}},
                            wordsOf(sample, &world::LabelledMention::text, i),
                            {}});
    }
    for (std::size_t i = 0; i < sample.audios.size(); ++i)
        captions.push_back({"speech",
                            {Modality::Audio, {}, sample.audios[i]},
                            wordsOf(sample, &world::LabelledMention::audio, i),
                            {}});
    return captions;
}

std::vector<AskedNegative> negativesOf(const LabelledSample& sample) {
    std::vector<AskedNegative> negatives;
    for (const world::LabelledNegative& negative : sample.negatives) {
        const auto changed = static_cast<std::size_t>(negative.of.value_or(0));
        if (changed < sample.texts.size())
            negatives.push_back({negative.changed, sample.texts[changed], negative.text, negative.image});
    }
    return negatives;
}

// A mask holds object numbers; a file that stores colours has them in each.
ByteArray maskOf(const formats::DecodedImage& image) {
    ByteArray mask({image.picture.height, image.picture.width});
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask.values()[i] = image.numbers.empty() ? image.picture.rgb[3 * i] : image.numbers[i];
    return mask;
}

class FileSource final : public EvaluationSource {
public:
    explicit FileSource(std::vector<LabelledSample> samples)
        : m_samples(std::move(samples)) {}

    std::size_t count() const override { return m_samples.size(); }

    Result<EvaluationItem> item(std::size_t index) override {
        const LabelledSample& sample = m_samples[index];
        EvaluationItem item;
        item.id = sample.id;
        item.objects = static_cast<int>(sample.objects.size());
        item.retrieval = captionsOf(sample);
        if (sample.images.empty())
            return item;
        item.image = sample.images.front();
        item.negatives = negativesOf(sample);
        if (sample.mask.empty())
            return item;
        for (const AskedCaption& caption : item.retrieval)
            if (!caption.words.empty())
                item.pointing.push_back(caption);
        return formats::decodeImage(sample.mask).map([&](const formats::DecodedImage& image) {
            item.mask = maskOf(image);
            return std::move(item);
        });
    }

private:
    std::vector<LabelledSample> m_samples;
};

} // namespace

Result<std::unique_ptr<EvaluationSource>> openSamples(const std::filesystem::path& file) {
    return world::readSamples(file).map([](std::vector<LabelledSample> samples) -> std::unique_ptr<EvaluationSource> {
        return std::make_unique<FileSource>(std::move(samples));
    });
}

} // namespace triptych::engine
