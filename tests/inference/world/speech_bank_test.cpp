// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/speech_bank.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "inference/world/spoken_words.h"

using namespace triptych;
using namespace triptych::world;

namespace {

const std::vector<SpokenText> fewWords{
    {"a", Language::English},      {"red", Language::English},  {"ring", Language::English}, {"and", Language::English},
    {"square", Language::English}, {"红色", Language::Chinese}, {"圆环", Language::Chinese}};

// Mean of every bin over [from, to) frames.
std::vector<double> binMeans(const FloatArray& mel, std::int64_t from, std::int64_t to) {
    std::vector<double> means(static_cast<std::size_t>(mel.extent(1)));
    for (std::int64_t frame = from; frame < to; ++frame)
        for (std::size_t bin = 0; bin < means.size(); ++bin)
            means[bin] += mel.row({frame})[bin] / static_cast<double>(to - from);
    return means;
}

double mean(const FloatArray& mel) {
    double sum = 0;
    for (const float value : mel.values())
        sum += value;
    return sum / static_cast<double>(mel.size());
}

double deviation(const FloatArray& mel) {
    const double centre = mean(mel);
    double sum = 0;
    for (const float value : mel.values())
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / static_cast<double>(mel.size()));
}

} // namespace

class SpeechBankTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        auto bank = SpeechBank::open({}, fewWords, {});
        QVERIFY(bank.has_value());
        m_bank = std::make_unique<SpeechBank>(std::move(*bank));
    }

    void coversTheWholeVocabulary() {
        const std::vector<SpokenText> words = captionWords();
        QVERIFY(words.size() > 60);
        for (const SpokenText& word : words)
            QVERIFY(!spokenWords(word.text, word.language).empty());
    }

    void composesDeterministically() {
        const std::string text = "a red ring, and a square";
        const auto first = m_bank->compose(text, Language::English, 7, Voices::Training);
        const auto second = m_bank->compose(text, Language::English, 7, Voices::Training);
        const auto other = m_bank->compose(text, Language::English, 8, Voices::Training);
        QVERIFY(first && second && other);
        QVERIFY(*first == *second);
        QVERIFY(!(*first == *other));
    }

    void wordTimesFitTheText() {
        const std::string text = "A red ring, and a square.";
        const auto spoken = m_bank->compose(text, Language::English, 3, Voices::HeldOut);
        QVERIFY(spoken.has_value());
        const auto words = spokenWords(text, Language::English);
        QCOMPARE(spoken->words.size(), words.size());
        double earliest = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            QCOMPARE(spoken->words[i].chars, words[i].chars);
            QVERIFY(spoken->words[i].fromMs >= earliest);
            QVERIFY(spoken->words[i].toMs > spoken->words[i].fromMs);
            earliest = spoken->words[i].toMs;
        }
        QVERIFY(earliest <= static_cast<double>(spoken->mel.extent(0)) * 10.0);
        // A pause stands at the comma.
        QVERIFY(spoken->words[3].fromMs - spoken->words[2].toMs >= 90);
    }

    void soundsStandAtTheirTimes() {
        SpeechVariation variation = SpeechVariation::none(0.0005);
        variation.gapMs = {200, 200};
        const auto spoken = m_bank->compose("red ring", Language::English, 1, Voices::Training, variation);
        QVERIFY(spoken.has_value());
        const auto energyOf = [&](double fromMs, double toMs) {
            const auto means = binMeans(spoken->mel, std::lround(fromMs / 10), std::lround(toMs / 10));
            double sum = 0;
            for (const double value : means)
                sum += value;
            return sum / static_cast<double>(means.size());
        };
        const double word = energyOf(spoken->words[1].fromMs, spoken->words[1].toMs);
        const double gap = energyOf(spoken->words[0].toMs, spoken->words[1].fromMs);
        QVERIFY(word > gap + 3.0);
    }

    void equalsTheMelOfARealWave() {
        // A wave of the same word with the same noise, through the features of a file.
        Voice voice = heldOutVoices(Language::English).front();
        voice.wordsPerMinute = voice.wordsPerMinute * 5 / 4; // as single words are spoken
        const auto wave = speak("square", Language::English, voice);
        QVERIFY(wave.has_value());
        const auto from = static_cast<std::ptrdiff_t>(wave->words[0].fromMs * 16.0);
        const auto to = static_cast<std::ptrdiff_t>(wave->words[0].toMs * 16.0);
        Sound cut{speechRateHz, {wave->sound.samples.begin() + from, wave->sound.samples.begin() + to}};
        degrade(cut, {0.002F, 1.0F}, 5);
        const FloatArray real = numerics::MelSpectrum(speechMelOptions()).logMel(cut.samples);

        // The bank's clip of that voice: the seed is searched whose draw is the first held-out voice.
        double smallest = 1e9;
        double deviationThere = 0;
        double distance = 1e9;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const auto spoken =
                m_bank->compose("square", Language::English, seed, Voices::HeldOut, SpeechVariation::none(0.002));
            QVERIFY(spoken.has_value());
            const double frames = std::abs(static_cast<double>(spoken->mel.extent(0) - real.extent(0)));
            const auto a = binMeans(spoken->mel, 0, spoken->mel.extent(0));
            const auto b = binMeans(real, 0, real.extent(0));
            double worst = 0;
            for (std::size_t bin = 0; bin < a.size(); ++bin)
                worst = std::max(worst, std::abs(a[bin] - b[bin]));
            if (frames <= 2 && worst < distance) {
                distance = worst;
                smallest = std::abs(mean(spoken->mel) - mean(real));
                deviationThere = std::abs(deviation(spoken->mel) - deviation(real));
            }
        }
        QVERIFY2(smallest < 0.15, qPrintable(QString::number(smallest)));
        QVERIFY2(deviationThere < 0.15, qPrintable(QString::number(deviationThere)));
        QVERIFY2(distance < 0.9, qPrintable(QString::number(distance)));
    }

    void unknownWordsAreSpokenOnDemand() {
        const auto spoken = m_bank->compose("a turquoise ring", Language::English, 4, Voices::Training);
        QVERIFY(spoken.has_value());
        QVERIFY(spoken->words[1].toMs - spoken->words[1].fromMs > 150);
        QVERIFY(!m_bank->compose("...", Language::English, 4, Voices::Training).has_value());
    }

    void composesChinese() {
        const auto spoken = m_bank->compose("红色圆环", Language::Chinese, 4, Voices::Training);
        QVERIFY(spoken.has_value());
        QCOMPARE(spoken->words.size(), std::size_t{2});
        QCOMPARE(spoken->words[1].chars, (CharRange{2, 4}));
    }

    void soundsFollowTheSpeech() {
        const auto spoken =
            m_bank->compose("a red ring", Language::English, 4, Voices::Training, SpeechVariation::none(0.0005),
                            {{SoundKind::Drum, {2}}, {SoundKind::Bell, {1, 3}}});
        QVERIFY(spoken.has_value());
        QCOMPARE(spoken->sounds.size(), std::size_t{2});
        QCOMPARE(spoken->sounds[1].objects, (std::vector<int>{1, 3}));
        QVERIFY(spoken->sounds[0].fromMs >= spoken->words.back().toMs);
        QVERIFY(spoken->sounds[1].fromMs >= spoken->sounds[0].toMs);
        QCOMPARE(spoken->sounds[1].toMs, static_cast<double>(spoken->mel.extent(0)) * 10.0);
    }

    void stretchChangesOnlyDuration() {
        SpeechVariation fast = SpeechVariation::none(0.002);
        fast.stretch = {0.85, 0.85};
        const auto plain =
            m_bank->compose("ring", Language::English, 2, Voices::Training, SpeechVariation::none(0.002));
        const auto quick = m_bank->compose("ring", Language::English, 2, Voices::Training, fast);
        QVERIFY(plain && quick);
        const double ratio = static_cast<double>(quick->mel.extent(0)) / static_cast<double>(plain->mel.extent(0));
        QVERIFY(std::abs(ratio - 0.85) < 0.03);
        QVERIFY(std::abs(mean(quick->mel) - mean(plain->mel)) < 0.2);
    }

    void isFast() {
        QElapsedTimer timer;
        timer.start();
        for (std::uint64_t seed = 0; seed < 256; ++seed)
            QVERIFY(
                m_bank->compose("a red ring and a red square and a ring", Language::English, seed, Voices::Training));
        qInfo("256 captions in %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 3000);
    }

    void cacheGivesTheSameClipsAgain() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const std::vector<SpokenText> words{{"red", Language::English}};
        const auto made = SpeechBank::open(path, words, {});
        const auto read = SpeechBank::open(path, words, {});
        QVERIFY(made && read);
        QVERIFY(*made->compose("red red", Language::English, 9, Voices::Training) ==
                *read->compose("red red", Language::English, 9, Voices::Training));
    }

    void brokenCacheIsMadeAgain() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const std::vector<SpokenText> words{{"red", Language::English}};
        QVERIFY(SpeechBank::open(path, words, {}));
        const auto file = std::filesystem::directory_iterator(path)->path();
        const auto size = std::filesystem::file_size(file);
        std::filesystem::resize_file(file, size / 2);
        QVERIFY(SpeechBank::open(path, words, {}));
        QVERIFY(std::filesystem::file_size(file) > size / 2);
    }

    void sentencesKeepTheirTimes() {
        const std::vector<SpokenText> texts{{"a red ring and a square", Language::English},
                                            {"红色圆环", Language::Chinese}};
        const auto bank = SentenceBank::open({}, texts, Voices::Training, 1, {});
        QVERIFY(bank.has_value());
        QCOMPARE(bank->size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            const SpokenMel spoken = bank->record(i, 5);
            QCOMPARE(spoken.words.size(), spokenWords(texts[i].text, texts[i].language).size());
            QVERIFY(spoken.words.back().toMs <= static_cast<double>(spoken.mel.extent(0)) * 10.0);
            QVERIFY(spoken.mel == bank->record(i, 5).mel);
        }
    }

    void cancelStops() {
        CancelSource source;
        source.request_stop();
        const auto bank = SpeechBank::open({}, fewWords, Monitor{source.get_token(), {}});
        QVERIFY(bank.error().code == ErrorCode::Canceled);
    }

private:
    std::unique_ptr<SpeechBank> m_bank;
};

QTEST_GUILESS_MAIN(SpeechBankTest)
#include "speech_bank_test.moc"
