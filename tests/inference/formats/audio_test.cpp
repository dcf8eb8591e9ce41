// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/audio.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <cmath>
#include <complex>
#include <cstring>
#include <limits>
#include <numbers>

#include "inference/formats/audio_write.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

Sound tone(int rateHz, double seconds) {
    Sound sound{rateHz, {}};
    for (int n = 0; n < rateHz * seconds; ++n)
        sound.samples.push_back(static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * 440 * n / rateHz)));
    return sound;
}

void append32(QByteArray& bytes, quint32 value) {
    const quint32 little = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char*>(&little), 4);
}

void append16(QByteArray& bytes, quint16 value) {
    const quint16 little = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char*>(&little), 2);
}

// A WAV file by hand. code 1: integers, 3: floats.
QByteArray wave(int code, int channels, int bits, const QByteArray& data, quint32 declared, quint32 rateHz = 16000) {
    QByteArray bytes("RIFF");
    append32(bytes, 36 + declared);
    bytes.append("WAVEfmt ");
    append32(bytes, 16);
    append16(bytes, static_cast<quint16>(code));
    append16(bytes, static_cast<quint16>(channels));
    append32(bytes, rateHz);
    append32(bytes, rateHz * static_cast<quint32>(channels * bits / 8));
    append16(bytes, static_cast<quint16>(channels * bits / 8));
    append16(bytes, static_cast<quint16>(bits));
    bytes.append("data");
    append32(bytes, declared);
    return bytes + data;
}

QByteArray integers(std::initializer_list<int> values) {
    QByteArray data;
    for (const int value : values)
        append16(data, static_cast<quint16>(value));
    return data;
}

QByteArray floats(std::initializer_list<float> values) {
    QByteArray data;
    for (const float value : values) {
        quint32 bits = 0;
        std::memcpy(&bits, &value, 4);
        append32(data, bits);
    }
    return data;
}

} // namespace

class AudioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wavAndFlacSurviveTheRoundTrip() {
        for (const AudioFormat format : {AudioFormat::Wav, AudioFormat::Flac}) {
            const Sound sound = tone(16000, 0.25);
            const auto path = pathOf("a.audio");
            QVERIFY(writeAudio(path, sound, format));
            const auto read = decodeAudio(path);
            QVERIFY(read.has_value());
            QCOMPARE(read->sampleRateHz, 16000);
            QCOMPARE(read->samples.size(), sound.samples.size());
            for (std::size_t i = 0; i < sound.samples.size(); ++i)
                QVERIFY(std::abs(read->samples[i] - sound.samples[i]) <= 0.51F / 32768.0F);
            // What is 16 bit already does not change any more.
            QVERIFY(writeAudio(path, *read, format));
            QVERIFY(*decodeAudio(path) == *read);
        }
    }

    void averagesChannels() {
        const auto sound = decode(wave(1, 2, 16, integers({100, 300, -32768, 32767}), 8));
        QVERIFY(sound.has_value());
        QCOMPARE(sound->samples.size(), std::size_t{2});
        QCOMPARE(sound->samples[0], 200.0F / 32768.0F);
        QCOMPARE(sound->samples[1], -0.5F / 32768.0F);
    }

    void readsOneSample() {
        const auto sound = decode(wave(1, 1, 16, integers({16384}), 2));
        QVERIFY(sound.has_value());
        QCOMPARE(sound->samples, std::vector<float>{0.5F});
    }

    void readsAtAnotherRate() {
        QVERIFY(writeAudio(pathOf("b.wav"), tone(22050, 1)));
        const auto sound = decodeAudioAt(pathOf("b.wav"), 16000);
        QVERIFY(sound.has_value());
        QCOMPARE(sound->sampleRateHz, 16000);
        QCOMPARE(sound->samples.size(), std::size_t{16000});
    }

    void readsCompressedFormats_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("rateHz");
        QTest::newRow("mp3") << "tone.mp3" << 16000;
        QTest::newRow("vorbis") << "tone.ogg" << 16000;
        QTest::newRow("opus") << "tone.opus" << 16000;
        QTest::newRow("flac, 24 bit") << "tone.flac" << 44100;
    }

    // 0.3 s of 440 Hz at half scale on the left, a quarter on the right.
    void readsCompressedFormats() {
        QFETCH(QString, name);
        QFETCH(int, rateHz);
        const auto sound = decodeAudio(std::string(TRIPTYCH_TEST_DATA "/audio/") + name.toStdString());
        QVERIFY2(sound.has_value(), sound ? "" : sound.error().detail.c_str());
        QCOMPARE(sound->sampleRateHz, rateHz);
        QVERIFY(sound->durationMs() >= 295 && sound->durationMs() < 450);
        std::complex<double> sum;
        const std::size_t from = sound->samples.size() / 4;
        const std::size_t to = sound->samples.size() / 2;
        for (std::size_t n = from; n < to; ++n)
            sum += static_cast<double>(sound->samples[n]) *
                   std::polar(1.0, -2.0 * std::numbers::pi * 440 * static_cast<double>(n) / rateHz);
        const double amplitude = 2.0 * std::abs(sum) / static_cast<double>(to - from);
        QVERIFY2(std::abs(amplitude - 0.375) < 0.03, qPrintable(QString::number(amplitude)));
    }

    void refusesBadFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = wave(1, 1, 16, integers({1, 2, 3, 4}), 8);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is not a sound at all, only words");
        QTest::newRow("header cut") << good.left(20);
        QTest::newRow("header only") << good.left(44);
        QTest::newRow("data cut") << good.left(48);
        QTest::newRow("no samples") << wave(1, 1, 16, {}, 0);
        QTest::newRow("size of 2 GB declared") << wave(1, 1, 16, integers({1, 2}), 2'000'000'000);
        QTest::newRow("no channels") << wave(1, 0, 16, integers({1, 2}), 4);
        QTest::newRow("65535 channels") << wave(1, 65535, 16, integers({1, 2}), 4);
        QTest::newRow("rate 0") << wave(1, 1, 16, integers({1, 2}), 4, 0);
        QTest::newRow("rate 4 GHz") << wave(1, 1, 16, integers({1, 2}), 4, 0xFFFFFFF0U);
        QTest::newRow("flac magic only") << QByteArray("fLaC");
        QTest::newRow("ogg magic only") << QByteArray("OggS\0\2", 6);
        QTest::newRow("mp3 magic only") << QByteArray("ID3\4\0\0\0\0\0\0", 10);
        QTest::newRow("utf-16 text") << QByteArray("\xFF\xFE"
                                                   "a\0b\0",
                                                   6);
    }

    void refusesBadFiles() {
        QFETCH(QByteArray, bytes);
        const auto sound = decode(bytes);
        QVERIFY(!sound.has_value());
        QVERIFY(sound.error().code == ErrorCode::BadFormat);
        QVERIFY(!sound.error().detail.empty() && !sound.error().where.empty());
    }

    void refusesCutFlac() {
        QVERIFY(writeAudio(pathOf("c.flac"), tone(16000, 2), AudioFormat::Flac));
        QFile file(QString::fromStdString(pathOf("c.flac").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto sound = decode(bytes.left(bytes.size() / 2));
        QVERIFY(!sound.has_value());
        QVERIFY(sound.error().code == ErrorCode::BadFormat);
    }

    void streamsOfUnknownLengthAreRead() {
        const auto sound = decode(wave(1, 1, 16, integers({1, 2, 3}), 0xFFFFFFFFU));
        QVERIFY(sound.has_value());
        QCOMPARE(sound->samples.size(), std::size_t{3});
    }

    void refusesWhatIsNotANumber() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(decode(wave(3, 1, 32, floats({0.5F, nan}), 8)).error().code == ErrorCode::NotFinite);
        QVERIFY(decode(wave(3, 1, 32, floats({0.5F, 1.5F}), 8)).has_value());
        QVERIFY(writeAudio(pathOf("d.wav"), Sound{16000, {nan}}).error().code == ErrorCode::NotFinite);
    }

    void capsAreKept() {
        QVERIFY(writeAudio(pathOf("e.wav"), tone(16000, 2)));
        AudioCaps caps;
        caps.maxSeconds = 1;
        QVERIFY(decodeAudio(pathOf("e.wav"), caps).error().code == ErrorCode::BadFormat);
        caps.maxSeconds = 2;
        QVERIFY(decodeAudio(pathOf("e.wav"), caps).has_value());
        caps.maxBytes = 1000;
        QVERIFY(decodeAudio(pathOf("e.wav"), caps).error().code == ErrorCode::BadFormat);
    }

    void missingFilesAndFolders() {
        QVERIFY(decodeAudio(pathOf("nothing.wav")).error().code == ErrorCode::FileMissing);
        QVERIFY(!decodeAudio(m_folder.path().toStdString()).has_value());
        QVERIFY(writeAudio(pathOf("f.wav"), Sound{16000, {}}).error().code == ErrorCode::InvalidInput);
    }

private:
    std::filesystem::path pathOf(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    Result<Sound> decode(const QByteArray& bytes) const {
        const auto path = pathOf("input");
        QFile file(QString::fromStdString(path.string()));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            return fail(ErrorCode::Internal, "The test cannot write its input.");
        file.close();
        return decodeAudio(path);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(AudioTest)
#include "audio_test.moc"
