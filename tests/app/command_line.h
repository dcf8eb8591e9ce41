// SPDX-License-Identifier: GPL-3.0-or-later
// Calls triptych-cli as a user would, and reads what it leaves.
#pragma once

#include <cstring>

#include <QByteArray>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace triptych::test {

struct Outcome {
    int code = -1; // -1: it crashed or did not end
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    // What stands on stderr, without progress: the one line of a failure.
    [[nodiscard]] QByteArray lastLine() const { return err.trimmed().split('\n').last(); }
};

inline QString programPath() {
    return QStringLiteral(TRIPTYCH_BINARY_DIR "/bin/triptych-cli");
}

inline Outcome call(const QStringList& arguments, int timeoutMs = 240'000) {
    QProcess process;
    process.start(programPath(), arguments);
    Outcome outcome;
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
    } else if (process.exitStatus() == QProcess::NormalExit) {
        outcome.code = process.exitCode();
    }
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

// Until `words` stand on the program's stderr; false when it ended without them or took too long.
inline bool waitForWords(QProcess& process, const QByteArray& words, int timeoutMs = 120'000) {
    QByteArray seen;
    QElapsedTimer timer;
    timer.start();
    while (!seen.contains(words)) {
        if (timer.elapsed() > timeoutMs || (!process.waitForReadyRead(200) && process.state() == QProcess::NotRunning))
            return false;
        seen += process.readAllStandardError();
    }
    return true;
}

inline void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(content), content.size());
}

inline QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Writes a few scenes of the demo world into `folder` and a sample file with picture, texts and sound: its path. Empty
// when that failed.
inline QString makeSample(const QString& folder) {
    const Outcome world =
        call({QStringLiteral("world"), QStringLiteral("--seed"), QStringLiteral("7"), QStringLiteral("--count"),
              QStringLiteral("6"), QStringLiteral("--out"), folder, QStringLiteral("--quiet")});
    if (world.code != 0)
        return {};
    for (const QByteArray& line : readFile(folder + QStringLiteral("/samples.jsonl")).split('\n')) {
        const QJsonObject truth = QJsonDocument::fromJson(line).object();
        QJsonObject sample;
        for (const auto& key : {QStringLiteral("images"), QStringLiteral("texts"), QStringLiteral("audios")})
            if (!truth[key].toArray().isEmpty())
                sample[key] = truth[key];
        if (sample.size() < 3)
            continue;
        const QString path = folder + QStringLiteral("/sample.json");
        writeFile(path, QJsonDocument(sample).toJson());
        return path;
    }
    return {};
}

// The header of a safetensors file: names with dtype, shape and data_offsets.
inline QJsonObject tensorsOf(const QString& path) {
    const QByteArray bytes = readFile(path);
    quint64 length = 0;
    if (bytes.size() < 8)
        return {};
    std::memcpy(&length, bytes.constData(), 8);
    QJsonObject header = QJsonDocument::fromJson(bytes.mid(8, static_cast<qsizetype>(length))).object();
    header.remove(QStringLiteral("__metadata__"));
    return header;
}

// The values of an F32 tensor.
inline QList<float> floatsOf(const QString& path, const QString& name) {
    const QByteArray bytes = readFile(path);
    quint64 length = 0;
    std::memcpy(&length, bytes.constData(), 8);
    const auto offsets = tensorsOf(path)[name].toObject()[QStringLiteral("data_offsets")].toArray();
    const auto begin = static_cast<qsizetype>(8 + length) + offsets.at(0).toInteger();
    const auto size = offsets.at(1).toInteger() - offsets.at(0).toInteger();
    QList<float> values(size / qsizetype{sizeof(float)});
    std::memcpy(values.data(), bytes.constData() + begin, static_cast<std::size_t>(size));
    return values;
}

} // namespace triptych::test
