// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/speech.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "inference/world/spoken_words.h"

using namespace triptych;
using namespace triptych::world;

namespace {

double loudness(const Sound& sound, double fromMs, double toMs) {
    double sum = 0;
    const auto from = static_cast<std::size_t>(fromMs * sound.sampleRateHz / 1000);
    const auto to = std::min(sound.samples.size(), static_cast<std::size_t>(toMs * sound.sampleRateHz / 1000));
    for (std::size_t i = from; i < to; ++i)
        sum += static_cast<double>(sound.samples[i]) * sound.samples[i];
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, to - from)));
}

std::string variantOf(const Voice& voice) {
    const auto plus = voice.name.find('+');
    return plus == std::string::npos ? "" : voice.name.substr(plus);
}

} // namespace

class SpeechTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyVoiceSpeaksAndNoneIsInBothLists() {
        std::set<std::string> training;
        for (const Language language : {Language::English, Language::Chinese}) {
            const std::string text = language == Language::English ? "a ring" : "圆环";
            for (const Voice& voice : trainingVoices(language)) {
                training.insert(variantOf(voice));
                const auto spoken = speak(text, language, voice);
                QVERIFY2(spoken.has_value(), voice.name.c_str());
                QVERIFY(loudness(spoken->sound, 0, spoken->sound.durationMs()) > 0.02);
            }
            for (const Voice& voice : heldOutVoices(language)) {
                QVERIFY2(speak(text, language, voice).has_value(), voice.name.c_str());
                QVERIFY2(!training.contains(variantOf(voice)), voice.name.c_str());
            }
        }
    }

    void wordsHaveTimes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("chinese");
        QTest::newRow("english") << "a small red ring to the left of an orange object, and two stars" << false;
        QTest::newRow("chinese") << QString::fromUtf8("一个红色圆环在两个大的条纹方块的左边") << true;
    }

    void wordsHaveTimes() {
        QFETCH(QString, text);
        QFETCH(bool, chinese);
        const Language language = chinese ? Language::Chinese : Language::English;
        for (const Voice& voice : trainingVoices(language)) {
            const auto spoken = speak(text.toStdString(), language, voice);
            QVERIFY(spoken.has_value());
            QCOMPARE(spoken->sound.sampleRateHz, speechRateHz);
            QVERIFY(spoken->unknownCharacters.empty());
            const auto words = spokenWords(text.toStdString(), language);
            QCOMPARE(spoken->words.size(), words.size());
            double earliest = 0;
            for (std::size_t i = 0; i < words.size(); ++i) {
                const WordTime& time = spoken->words[i];
                QCOMPARE(time.chars, words[i].chars);
                QVERIFY(time.fromMs >= earliest - 1e-9);
                QVERIFY2(time.toMs - time.fromMs > 10 && time.toMs - time.fromMs < 1200, words[i].text.c_str());
                QVERIFY(loudness(spoken->sound, time.fromMs, time.toMs) > 0.005);
                earliest = time.toMs;
            }
            QVERIFY(earliest <= spoken->sound.durationMs() + 1);
        }
    }

    void chineseIsSpokenFromPinyin() {
        // Read through English, the two characters take more than twice as long.
        const auto spoken = speak("红色圆环", Language::Chinese, trainingVoices(Language::Chinese).front());
        QVERIFY(spoken.has_value());
        QVERIFY(spoken->sound.durationMs() > 600 && spoken->sound.durationMs() < 1300);
    }

    void namesCharactersThatItCannotRead() {
        const auto spoken = speak("红色螃蟹", Language::Chinese, trainingVoices(Language::Chinese).front());
        QVERIFY(spoken.has_value());
        QCOMPARE(spoken->unknownCharacters, std::string("螃蟹"));
    }

    void refusesWhatCannotBeSpoken() {
        const Voice& voice = trainingVoices(Language::English).front();
        QVERIFY(speak("  ... ", Language::English, voice).error().code == ErrorCode::InvalidInput);
        QVERIFY(speak(std::string(5000, 'a'), Language::English, voice).error().code == ErrorCode::InvalidInput);
        QVERIFY(speak("ring", Language::English, Voice{"no-such-voice", 200, 50}).error().code ==
                ErrorCode::Unsupported);
    }

    void noiseHasTheStatedStrength() {
        Sound sound{speechRateHz, std::vector<float>(16000)};
        degrade(sound, {0.01F, 1.0F}, 3);
        QVERIFY(std::abs(loudness(sound, 0, 1000) - 0.01) < 0.0005);
        Sound again{speechRateHz, std::vector<float>(16000)};
        degrade(again, {0.01F, 1.0F}, 3);
        QVERIFY(again == sound);
    }
};

QTEST_GUILESS_MAIN(SpeechTest)
#include "speech_test.moc"
