// SPDX-License-Identifier: GPL-3.0-or-later
// The sample project in resources/ must be what this program would write today.
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <set>

#include "inference/formats/audio.h"
#include "inference/formats/image.h"
#include "inference/world/samples_file.h"
#include "inference/world/scene.h"

using namespace triptych;
using namespace triptych::world;

namespace {

constexpr int edge = 448;
const std::filesystem::path folder = std::filesystem::path(TRIPTYCH_SOURCE_DIR) / "resources/samples";

Scene sceneOf(const LabelledSample& sample) {
    return drawScene(std::stoull(sample.id),
                     {.minObjects = 1, .maxObjects = 5, .split = Split::HeldOut, .unseenPairs = true});
}

} // namespace

class SampleProjectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto read = readSamples(folder / "samples.jsonl");
        QVERIFY2(read, read ? "" : describe(read.error()).c_str());
        m_samples = *read;
        QVERIFY(m_samples.size() >= 20);
    }

    void objectsAreThoseOfTheScenes() {
        for (const LabelledSample& sample : m_samples) {
            const Scene scene = sceneOf(sample);
            QCOMPARE(sample.objects.size(), scene.objects.size());
            for (std::size_t i = 0; i < scene.objects.size(); ++i) {
                QCOMPARE(sample.objects[i].shape, std::string(toString(scene.objects[i].shape)));
                QCOMPARE(sample.objects[i].colour, std::string(toString(scene.objects[i].colour)));
                QCOMPARE(sample.objects[i].size, std::string(toString(scene.objects[i].size)));
                QCOMPARE(sample.objects[i].fill, std::string(toString(scene.objects[i].fill)));
            }
        }
    }

    void boxesSurroundTheObjects() {
        for (const LabelledSample& sample : m_samples) {
            const std::vector<std::uint8_t> mask = renderMask(sceneOf(sample), edge);
            for (const LabelledObject& object : sample.objects) {
                int inside = 0;
                const auto [left, top, right, bottom] = object.box;
                for (int y = top; y < bottom; ++y)
                    inside +=
                        static_cast<int>(std::count(mask.begin() + y * edge + left, mask.begin() + y * edge + right,
                                                    static_cast<std::uint8_t>(object.number)));
                QVERIFY(inside > 0);
                QCOMPARE(inside, static_cast<int>(std::ranges::count(mask, static_cast<std::uint8_t>(object.number))));
            }
        }
    }

    void picturesAndMasksAreThoseOfTheRenderer() {
        for (const LabelledSample& sample : m_samples) {
            const RenderedScene drawn = render(sceneOf(sample), edge);
            const auto picture = formats::decodeImage(sample.images.at(0));
            const auto mask = formats::decodeImage(sample.mask);
            QVERIFY(picture && mask);
            QCOMPARE(picture->picture.rgb.size(), drawn.rgb.size());
            int different = 0; // a sine of another library may move a rounding
            for (std::size_t i = 0; i < drawn.rgb.size(); ++i)
                different += std::abs(picture->picture.rgb[i] - drawn.rgb[i]) > 1 ? 1 : 0;
            QVERIFY2(different < 200, qPrintable(QString::number(different)));
            QVERIFY(mask->numbers == drawn.mask);
        }
    }

    void filesAreThereAndSmall() {
        std::uintmax_t bytes = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            bytes += entry.file_size();
        QVERIFY2(bytes <= 6'000'000, qPrintable(QString::number(bytes)));
        for (const LabelledSample& sample : m_samples) {
            QVERIFY(std::filesystem::exists(sample.images.at(0)) && std::filesystem::exists(sample.mask));
            for (const LabelledNegative& negative : sample.negatives)
                QVERIFY(negative.image.empty() || std::filesystem::exists(negative.image));
        }
    }

    void twoThirdsAreSpokenInBothLanguages() {
        std::set<std::string> endings;
        std::size_t spoken = 0;
        int fuller = 0;
        for (const LabelledSample& sample : m_samples) {
            if (sample.audios.empty())
                continue;
            ++spoken;
            fuller += sample.spokenText.at(0) ? 0 : 1;
            endings.insert(sample.audios[0].stem().extension().string());
            const auto sound = formats::decodeAudio(sample.audios[0]);
            QVERIFY2(sound, sound ? "" : describe(sound.error()).c_str());
            QCOMPARE(sound->sampleRateHz, 16000);
            for (const LabelledMention& mention : sample.mentions)
                QVERIFY(!mention.audio || mention.toMs <= sound->durationMs() + 0.1);
        }
        QVERIFY(3 * spoken >= 2 * m_samples.size() - 3 && spoken < m_samples.size());
        QVERIFY(fuller >= 2);
        QCOMPARE(endings, (std::set<std::string>{".en", ".zh"}));
    }

private:
    std::vector<LabelledSample> m_samples;
};

QTEST_GUILESS_MAIN(SampleProjectTest)
#include "sample_project_test.moc"
