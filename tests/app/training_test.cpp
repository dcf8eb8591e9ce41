// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/command_line.h"

using namespace triptych::test;

class TrainingTest : public QObject {
    Q_OBJECT

private:
    // Only the first stage, which needs no speech, so that steps begin at once.
    static QStringList train(const QString& out, const QStringList& more) {
        return QStringList{QStringLiteral("train"),    QStringLiteral("--out"),   out,
                           QStringLiteral("--device"), QStringLiteral("cpu"),     QStringLiteral("--stage"),
                           QStringLiteral("speech=0"), QStringLiteral("--stage"), QStringLiteral("captions=0")} +
               more;
    }

private Q_SLOTS:
    void killLeavesACheckpointThatCanBeContinued() {
        QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("run"));
        const QString checkpoint = out + QStringLiteral("/checkpoint.safetensors");
        const Outcome first =
            call(train(out, {QStringLiteral("--steps"), QStringLiteral("2"), QStringLiteral("--quiet")}));
        QVERIFY2(first.code == 0, first.err);
        QVERIFY(!tensorsOf(checkpoint).isEmpty());

        QProcess process;
        process.start(programPath(),
                      train(out, {QStringLiteral("--resume"), QStringLiteral("--steps"), QStringLiteral("100000")}));
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(waitForWords(process, "train"));
        QTest::qWait(2000);
        QCOMPARE(process.state(), QProcess::Running);
        process.kill();
        QVERIFY(process.waitForFinished());
        QVERIFY(!tensorsOf(checkpoint).isEmpty());

        const Outcome last = call(train(out, {QStringLiteral("--resume"), QStringLiteral("--steps"),
                                              QStringLiteral("1"), QStringLiteral("--quiet")}));
        QVERIFY2(last.code == 0, last.err);
    }

    void aTrainingIsNotOverwritten() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("checkpoint.safetensors")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
        file.close();
        const Outcome outcome =
            call(train(folder.path(), {QStringLiteral("--steps"), QStringLiteral("1"), QStringLiteral("--quiet")}));
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.lastLine().contains("--resume"));
        QCOMPARE(readFile(file.fileName()), QByteArray("kept"));
    }

    // Ctrl+C writes a checkpoint before the program ends.
    void interruptStopsCleanly() {
        QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("run"));
        QProcess process;
        process.start(programPath(), train(out, {QStringLiteral("--steps"), QStringLiteral("100000")}));
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(waitForWords(process, "train"));
        process.terminate();
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(!tensorsOf(out + QStringLiteral("/checkpoint.safetensors")).isEmpty());
    }

    void resumingNothingIsAFailure() {
        QTemporaryDir folder;
        const Outcome outcome =
            call(train(folder.filePath(QStringLiteral("none")), {QStringLiteral("--resume"), QStringLiteral("--steps"),
                                                                 QStringLiteral("1"), QStringLiteral("--quiet")}));
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    }
};

QTEST_GUILESS_MAIN(TrainingTest)
#include "training_test.moc"
