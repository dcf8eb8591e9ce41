// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a user hands in ends in one clear line and exit code 1, never in a crash.
#include <unistd.h>

#include <QDirIterator>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtEndian>

#include "tests/app/command_line.h"

using namespace triptych::test;

namespace {

quint32 crcOf(const QByteArray& bytes) {
    quint32 crc = 0xffffffffu;
    for (const char byte : bytes) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xedb88320u ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

QByteArray bigEndian(quint32 value) {
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray chunk(const QByteArray& name, const QByteArray& content) {
    return bigEndian(static_cast<quint32>(content.size())) + name + content + bigEndian(crcOf(name + content));
}

// A picture that claims to be 60,000 x 60,000 in a few bytes.
QByteArray hugePng() {
    const QByteArray header = bigEndian(60'000) + bigEndian(60'000) + QByteArray("\x08\x02\x00\x00\x00", 5);
    return QByteArray("\x89PNG\r\n\x1a\n") + chunk("IHDR", header) +
           chunk("IDAT", QByteArray("\x78\x9c\x03\x00\x00\x00\x00\x01", 8)) + chunk("IEND", {});
}

// A sound with so many samples of 16 bits at 16 kHz.
QByteArray wav(quint32 samples) {
    const auto little32 = [](quint32 value) {
        QByteArray bytes(4, '\0');
        qToLittleEndian(value, bytes.data());
        return bytes;
    };
    const QByteArray format =
        QByteArray("\x01\x00\x01\x00", 4) + little32(16'000) + little32(32'000) + QByteArray("\x02\x00\x10\x00", 4);
    return "RIFF" + little32(36 + 2 * samples) + "WAVEfmt " + little32(16) + format + "data" + little32(2 * samples) +
           QByteArray(2 * qsizetype{samples}, '\x11');
}

} // namespace

class BadInputTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_image;
    QString m_sound;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] static Outcome runSample(const QString& sample, const QString& model = QStringLiteral("builtin")) {
        return call({QStringLiteral("run"), QStringLiteral("--model"), model, QStringLiteral("--sample"), sample,
                     QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("--device"),
                     QStringLiteral("cpu")});
    }

    [[nodiscard]] Outcome runContent(const QJsonObject& sample) const {
        const QString path = at(QStringLiteral("sample_under_test.json"));
        writeFile(path, QJsonDocument(sample).toJson());
        return runSample(path);
    }

    static void verifyFailure(const Outcome& outcome, const QByteArray& mentions = {}) {
        QVERIFY2(outcome.code == 1, outcome.err);
        QVERIFY2(outcome.out.isEmpty(), outcome.out);
        QVERIFY2(outcome.err.trimmed().count('\n') == 0 && outcome.err.startsWith("triptych-cli: "), outcome.err);
        QVERIFY2(outcome.err.contains(mentions), outcome.err);
    }

    // A copy of the built-in model that a test may spoil.
    [[nodiscard]] QString copyOfModel(const QString& name) const {
        const QString from = QStringLiteral(TRIPTYCH_SOURCE_DIR "/resources/models/builtin");
        const QString to = at(name);
        QDir().mkpath(to);
        for (const QString& file : QDir(from).entryList(QDir::Files))
            QFile::copy(from + QLatin1Char('/') + file, to + QLatin1Char('/') + file);
        return to;
    }

private Q_SLOTS:
    void initTestCase() {
        const QString sample = makeSample(m_folder.path());
        QVERIFY2(!sample.isEmpty(), "triptych-cli world made no sample");
        const QJsonObject content = QJsonDocument::fromJson(readFile(sample)).object();
        m_image = content[QStringLiteral("images")][0].toString();
        m_sound = content[QStringLiteral("audios")][0].toString();
    }

    void badImages_data() {
        QTest::addColumn<QByteArray>("content");
        const QByteArray good = readFile(at(m_image));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("truncated") << good.left(good.size() / 2);
        QTest::newRow("only the signature") << good.left(8);
        QTest::newRow("huge header") << hugePng();
        QTest::newRow("a sound") << wav(100);
        QTest::newRow("text") << QByteArray("this is no picture\n");
        QByteArray spoilt = good;
        for (qsizetype i = 200; i < spoilt.size(); i += 97)
            spoilt[i] = static_cast<char>(~spoilt[i]);
        QTest::newRow("spoilt bytes") << spoilt;
    }
    void badImages() {
        QFETCH(QByteArray, content);
        writeFile(at(QStringLiteral("bad.png")), content);
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{QStringLiteral("bad.png")}},
                                  {QStringLiteral("texts"), QJsonArray{QStringLiteral("a red ring")}}}),
                      "bad.png");
    }

    void badSounds_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("only the header's start") << wav(100).left(20);
        QTest::newRow("no samples") << wav(0);
        QTest::newRow("a picture") << readFile(at(m_image));
        QTest::newRow("text") << QByteArray("this is no sound\n");
    }
    void badSounds() {
        QFETCH(QByteArray, content);
        writeFile(at(QStringLiteral("bad.wav")), content);
        verifyFailure(runContent({{QStringLiteral("audios"), QJsonArray{QStringLiteral("bad.wav")}},
                                  {QStringLiteral("images"), QJsonArray{m_image}}}),
                      "bad.wav");
    }

    void missingAndUnreadableFiles() {
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{QStringLiteral("nowhere.png")}}}),
                      "nowhere.png");
        verifyFailure(runContent({{QStringLiteral("audios"), QJsonArray{QStringLiteral("nowhere.wav")}}}),
                      "nowhere.wav");
        QDir(m_folder.path()).mkdir(QStringLiteral("folder.png"));
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{QStringLiteral("folder.png")}}}), "folder.png");
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{QStringLiteral("/dev/zero")}}}), "/dev/zero");
    }

    void closedFiles() {
        if (::geteuid() == 0)
            QSKIP("root may read every file");
        writeFile(at(QStringLiteral("closed.png")), readFile(at(m_image)));
        QFile::setPermissions(at(QStringLiteral("closed.png")), {});
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{QStringLiteral("closed.png")}}}), "closed.png");
    }

    // One sample is a sound, however short.
    void shortestSoundIsHeard() {
        writeFile(at(QStringLiteral("short.wav")), wav(1));
        const Outcome outcome = runContent({{QStringLiteral("audios"), QJsonArray{QStringLiteral("short.wav")}},
                                            {QStringLiteral("images"), QJsonArray{m_image}}});
        QVERIFY2(outcome.code == 0, outcome.err);
        QVERIFY(outcome.json()[QStringLiteral("scores")][QStringLiteral("image_audio")].isArray() ||
                !outcome.json()[QStringLiteral("scores")].toObject().isEmpty());
    }

    // Two positions of the encoder, three frames of 10 ms, are the first token of these families.
    void soundsOfNoTokenAreRefused_data() {
        QTest::addColumn<QString>("family");
        QTest::newRow("qwen2_audio") << QStringLiteral("qwen2_audio");
        QTest::newRow("qwen2_5_omni") << QStringLiteral("qwen2_5_omni");
    }
    void soundsOfNoTokenAreRefused() {
        QFETCH(const QString, family);
        const QString model = QStringLiteral(TRIPTYCH_TEST_DATA "/parity/%1/model").arg(family);
        const auto runSound = [&](quint32 samples) {
            writeFile(at(QStringLiteral("sound.wav")), wav(samples));
            const QString path = at(QStringLiteral("sound.json"));
            writeFile(path, R"({"audios": ["sound.wav"], "texts": ["What?"], "options": {"max_new_tokens": 1}})");
            return runSample(path, model);
        };
        for (const quint32 samples : {1U, 160U, 320U})
            verifyFailure(runSound(samples), "too short");
        const Outcome shortest = runSound(321);
        QVERIFY2(shortest.code == 0, shortest.err);
    }

    void emptyAndOverlongTexts() {
        const auto withText = [&](const QString& text) {
            return runContent(
                {{QStringLiteral("images"), QJsonArray{m_image}}, {QStringLiteral("texts"), QJsonArray{text}}});
        };
        // An empty text is refused in words or read as nothing; it never breaks a run.
        const Outcome empty = withText({});
        if (empty.code != 0)
            verifyFailure(empty);
        const Outcome longer =
            withText(QStringLiteral("a small red ring left of two striped blue squares ").repeated(400));
        if (longer.code != 0)
            verifyFailure(longer);
        const Outcome foreign =
            withText(QString::fromUtf8("\xF0\x9F\x92\x99 \xE4\xB8\x80\xE4\xB8\xAA\xE7\xBA\xA2\xE8\x89\xB2"));
        QVERIFY2(foreign.code == 0, foreign.err);
    }

    void samplesWithoutAnything() {
        verifyFailure(runContent({}));
        verifyFailure(runContent({{QStringLiteral("images"), QJsonArray{}}, {QStringLiteral("texts"), QJsonArray{}}}));
    }

    void badSampleFiles_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("truncated") << QByteArray("{\"texts\": [\"a r");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("wrong type") << QByteArray("{\"texts\": \"a red ring\"}");
        QTest::newRow("wrong item") << QByteArray("{\"texts\": [3]}");
        QTest::newRow("wrong option") << QByteArray(
            "{\"texts\": [\"a\"], \"options\": {\"max_new_tokens\": \"many\"}}");
        QTest::newRow("deep") << QByteArray(5000, '[');
    }
    void badSampleFiles() {
        QFETCH(QByteArray, content);
        writeFile(at(QStringLiteral("bad.json")), content);
        verifyFailure(runSample(at(QStringLiteral("bad.json"))), "bad.json");
    }

    void missingSampleAndModel() {
        verifyFailure(runSample(at(QStringLiteral("nowhere.json"))), "nowhere.json");
        verifyFailure(runSample(at(QStringLiteral("sample.json")), at(QStringLiteral("no_model"))), "no_model");
        QDir(m_folder.path()).mkdir(QStringLiteral("empty_model"));
        verifyFailure(runSample(at(QStringLiteral("sample.json")), at(QStringLiteral("empty_model"))), "empty_model");
    }

    void weightsThatAreNoNumbersAreNamed() {
        const QString model = copyOfModel(QStringLiteral("nan_model"));
        const QString file = model + QStringLiteral("/model.safetensors");
        QByteArray bytes = readFile(file);
        QVERIFY(bytes.size() > 1000);
        quint64 header = 0;
        std::memcpy(&header, bytes.constData(), 8);
        std::memset(bytes.data() + 8 + header, 0xff, 4);
        writeFile(file, bytes);
        verifyFailure(runSample(at(QStringLiteral("sample.json")), model));
    }

    void truncatedModelsAreRefused() {
        const QString model = copyOfModel(QStringLiteral("short_model"));
        for (const QString& name : QDir(model).entryList(QDir::Files)) {
            const QString file = model + QLatin1Char('/') + name;
            const QByteArray whole = readFile(file);
            writeFile(file, whole.left(whole.size() / 2));
            if (name.endsWith(QLatin1String(".safetensors")) || name.endsWith(QLatin1String(".json")))
                verifyFailure(runSample(at(QStringLiteral("sample.json")), model), "short_model");
            writeFile(file, whole);
        }
        const Outcome whole = runSample(at(QStringLiteral("sample.json")), model);
        QVERIFY2(whole.code == 0, whole.err);
    }

    // The weights were read; that their folder goes away later hurts nobody.
    void modelFolderMayVanishDuringARun() {
        const QString model = copyOfModel(QStringLiteral("vanishing_model"));
        QProcess process;
        process.start(programPath(),
                      {QStringLiteral("run"), QStringLiteral("--model"), model, QStringLiteral("--sample"),
                       at(QStringLiteral("sample.json")), QStringLiteral("--repeat"), QStringLiteral("20")});
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(waitForWords(process, "forward"));
        QVERIFY(QDir(model).removeRecursively());
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QVERIFY(process.exitCode() == 0 || process.exitCode() == 1);
    }

    // Killed at any moment, an export leaves every file as it was before or as it should be.
    void aKillDuringAnExportLeavesWholeFiles() {
        const QString out = at(QStringLiteral("export"));
        const QStringList arguments{
            QStringLiteral("explain"),   QStringLiteral("--model"),         QStringLiteral("builtin"),
            QStringLiteral("--sample"),  at(QStringLiteral("sample.json")), QStringLiteral("--method"),
            QStringLiteral("attention"), QStringLiteral("--out"),           out,
            QStringLiteral("--quiet")};
        QElapsedTimer timer;
        timer.start();
        const Outcome whole = call(arguments);
        QVERIFY2(whole.code == 0, whole.err);
        const auto lasted = timer.elapsed();
        const QByteArray document = readFile(out + QStringLiteral("/relevance.json"));
        const QByteArray tensors = readFile(out + QStringLiteral("/relevance.safetensors"));
        const QByteArray overlay = readFile(out + QStringLiteral("/overlay.png"));
        QVERIFY(!document.isEmpty() && !tensors.isEmpty() && !overlay.isEmpty());
        int killed = 0;
        for (int share = 60; share <= 105; share += 5) {
            QProcess process;
            process.start(programPath(), arguments);
            if (!process.waitForFinished(static_cast<int>(lasted * share / 100))) {
                process.kill();
                process.waitForFinished();
                ++killed;
            }
            QCOMPARE(readFile(out + QStringLiteral("/relevance.json")), document);
            QCOMPARE(readFile(out + QStringLiteral("/relevance.safetensors")), tensors);
            QCOMPARE(readFile(out + QStringLiteral("/overlay.png")), overlay);
        }
        QVERIFY(killed > 0);
    }

    void unwritableResultsAreFailures() {
        const Outcome outcome =
            call({QStringLiteral("run"), QStringLiteral("--model"), QStringLiteral("builtin"),
                  QStringLiteral("--sample"), at(QStringLiteral("sample.json")), QStringLiteral("--quiet"),
                  QStringLiteral("--dump"), at(QStringLiteral("sample.json/under_a_file.safetensors"))});
        verifyFailure(outcome);
    }

    void preparedInputsOfAnotherShapeAreRefused() {
        // A valid safetensors file without any input.
        const QByteArray header = "{\"other\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        QByteArray length(8, '\0');
        qToLittleEndian(static_cast<quint64>(header.size()), length.data());
        writeFile(at(QStringLiteral("other.safetensors")), length + header + QByteArray(4, '\0'));
        const Outcome outcome =
            call({QStringLiteral("run"), QStringLiteral("--model"), QStringLiteral("builtin"),
                  QStringLiteral("--sample"), at(QStringLiteral("sample.json")), QStringLiteral("--quiet"),
                  QStringLiteral("--inputs"), at(QStringLiteral("other.safetensors"))});
        verifyFailure(outcome, "other.safetensors");
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
