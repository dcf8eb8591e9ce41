// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/sample_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <set>

#include "inference/formats/audio.h"
#include "inference/world/caption.h"
#include "inference/world/scene_variant.h"

using namespace triptych;
using namespace triptych::world;

namespace {

SampleOptions quickOptions() {
    SampleOptions options;
    options.edge = 128;
    return options;
}

std::vector<std::uint64_t> seeds(std::uint64_t first, int count) {
    std::vector<std::uint64_t> list;
    for (int i = 0; i < count; ++i)
        list.push_back(first + static_cast<std::uint64_t>(i));
    return list;
}

} // namespace

class SampleWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_directory.isValid());
        m_folder = m_directory.path().toStdString();
        const Result<void> written = writeWorld(seeds(0, 24), quickOptions(), m_folder, {});
        QVERIFY2(written, written ? "" : describe(written.error()).c_str());
        const auto read = readSamples(m_folder / "samples.jsonl");
        QVERIFY(read);
        m_samples = *read;
        QCOMPARE(m_samples.size(), std::size_t{24});
    }

    void boxesAreThoseOfTheMask() {
        for (std::size_t seed = 0; seed < m_samples.size(); ++seed) {
            const LabelledSample& sample = m_samples[seed];
            QVERIFY(std::filesystem::exists(sample.images.front()) && std::filesystem::exists(sample.mask));
            const std::vector<std::uint8_t> mask =
                renderMask(drawScene(seed, quickOptions().scene), quickOptions().edge);
            std::vector<std::array<int, 4>> boxes(sample.objects.size(), {128, 128, 0, 0});
            for (int i = 0; i < 128 * 128; ++i) {
                const int number = mask[static_cast<std::size_t>(i)];
                if (number == 0)
                    continue;
                auto& box = boxes.at(static_cast<std::size_t>(number - 1));
                box = {std::min(box[0], i % 128), std::min(box[1], i / 128), std::max(box[2], i % 128 + 1),
                       std::max(box[3], i / 128 + 1)};
            }
            for (std::size_t i = 0; i < boxes.size(); ++i)
                QCOMPARE(sample.objects[i].box, boxes[i]);
        }
    }

    void everySampleHasTwoTextsAndTextNegatives() {
        std::set<std::string> changed;
        for (const LabelledSample& sample : m_samples) {
            QCOMPARE(sample.texts.size(), std::size_t{2});
            QCOMPARE(sample.languages, (std::vector<std::string>{"en", "zh"}));
            QVERIFY(!sample.negatives.empty());
            for (const LabelledNegative& negative : sample.negatives) {
                changed.insert(negative.changed);
                QVERIFY(negative.text != sample.texts.at(static_cast<std::size_t>(*negative.of)));
                QVERIFY(negative.image.empty() || std::filesystem::exists(negative.image));
            }
        }
        QCOMPARE(changed.size(), std::size_t{changeKinds});
    }

    void spokenWordsLieInsideTheSound() {
        int spoken = 0;
        int fuller = 0;
        for (const LabelledSample& sample : m_samples) {
            if (sample.audios.empty())
                continue;
            ++spoken;
            fuller += sample.spokenText.front() ? 0 : 1;
            const auto sound = formats::decodeAudio(sample.audios.front());
            QVERIFY2(sound, sound ? "" : describe(sound.error()).c_str());
            int heard = 0;
            for (const LabelledMention& mention : sample.mentions) {
                if (!mention.audio)
                    continue;
                ++heard;
                QVERIFY(mention.fromMs >= 0 && mention.fromMs < mention.toMs);
                QVERIFY(mention.toMs <= sound->durationMs() + 0.1);
                QVERIFY(!mention.objects.empty());
            }
            QVERIFY(heard > 0);
        }
        QVERIFY2(spoken > 8 && spoken < 24, qPrintable(QString::number(spoken)));
        QVERIFY(fuller >= 1);
    }

    void imageVariantsMakeTheCaptionFalse() {
        std::array<int, changeKinds> made{};
        for (std::uint64_t seed = 0; seed < 1500; ++seed) {
            const Scene scene = drawScene(seed, {});
            const auto kind = seed % 2 == 0 ? CaptionKind::Relation : CaptionKind::Whole;
            const Caption caption = world::describe(scene, kind, Language::English, seed);
            for (int i = 0; i < changeKinds; ++i) {
                const auto variant = sceneVariant(caption, scene, static_cast<Change>(i), seed);
                if (!variant)
                    continue;
                ++made[static_cast<std::size_t>(i)];
                QVERIFY(!holds(caption.meaning, *variant));
                QCOMPARE(variant->objects.size() < scene.objects.size(), static_cast<Change>(i) == Change::Count);
            }
        }
        for (const int count : made)
            QVERIFY2(count > 200, qPrintable(QString::number(count)));
    }

    void stopsWhenAsked() {
        CancelSource source;
        source.request_stop();
        const Result<void> written =
            writeWorld(seeds(0, 3), quickOptions(), m_folder / "stopped", {source.get_token(), {}});
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::Canceled);
    }

private:
    QTemporaryDir m_directory;
    std::filesystem::path m_folder;
    std::vector<LabelledSample> m_samples;
};

QTEST_GUILESS_MAIN(SampleWriterTest)
#include "sample_writer_test.moc"
