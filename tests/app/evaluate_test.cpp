// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/command_line.h"

using namespace triptych::test;

class EvaluateTest : public QObject {
    Q_OBJECT

private:
    static void verifyRows(const QJsonArray& rows) {
        QVERIFY(!rows.isEmpty());
        for (const QJsonValue row : rows) {
            for (const char* key : {"metric", "split", "method", "count", "mean", "low", "high", "chance", "ceiling",
                                    "secondsPerMap", "bytesPerMap"})
                QVERIFY2(row.toObject().contains(QLatin1String(key)), key);
            const double mean = row[QStringLiteral("mean")].toDouble(-1);
            QVERIFY(mean >= 0 && mean <= 1);
            QVERIFY(row[QStringLiteral("low")].toDouble() <= mean && mean <= row[QStringLiteral("high")].toDouble());
            QVERIFY(row[QStringLiteral("count")].toInt() > 0);
            QVERIFY(row[QStringLiteral("chance")].toDouble() > 0);
        }
    }

private Q_SLOTS:
    void builtInSetGivesTheSameTableTwice() {
        QTemporaryDir folder;
        QByteArray tables[2];
        for (int i = 0; i < 2; ++i) {
            const QString out = folder.filePath(QString::number(i));
            const Outcome outcome =
                call({QStringLiteral("evaluate"), QStringLiteral("--model"), QStringLiteral("builtin"),
                      QStringLiteral("--metrics"), QStringLiteral("recall_at_1,matching"), QStringLiteral("--limit"),
                      QStringLiteral("20"), QStringLiteral("--out"), out, QStringLiteral("--json"),
                      QStringLiteral("--quiet"), QStringLiteral("--device"), QStringLiteral("cpu")},
                     280'000);
            QVERIFY2(outcome.code == 0, outcome.err);
            verifyRows(outcome.json()[QStringLiteral("rows")].toArray());
            QCOMPARE(QJsonDocument::fromJson(readFile(out + QStringLiteral("/table.json"))).object(), outcome.json());
            tables[i] = readFile(out + QStringLiteral("/table.csv"));
            QCOMPARE(tables[i].trimmed().count('\n'), outcome.json()[QStringLiteral("rows")].toArray().size());
            QVERIFY(readFile(out + QStringLiteral("/table.md")).startsWith("| metric"));
        }
        QVERIFY(tables[0].startsWith("metric,split,method,count,mean,low,high,chance"));
        QCOMPARE(tables[0], tables[1]);
    }

    void samplesOfTheWorldAreJudged() {
        QTemporaryDir folder;
        const Outcome world =
            call({QStringLiteral("world"), QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("--count"),
                  QStringLiteral("6"), QStringLiteral("--objects"), QStringLiteral("3"), QStringLiteral("--out"),
                  folder.path(), QStringLiteral("--quiet")});
        QVERIFY2(world.code == 0, world.err);
        const Outcome outcome =
            call({QStringLiteral("evaluate"), QStringLiteral("--model"), QStringLiteral("builtin"),
                  QStringLiteral("--samples"), folder.filePath(QStringLiteral("samples.jsonl")),
                  QStringLiteral("--metrics"), QStringLiteral("pointing"), QStringLiteral("--methods"),
                  QStringLiteral("rollout,chefer"), QStringLiteral("--out"), folder.filePath(QStringLiteral("out")),
                  QStringLiteral("--json"), QStringLiteral("--quiet")},
                 280'000);
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonArray rows = outcome.json()[QStringLiteral("rows")].toArray();
        verifyRows(rows);
        QStringList methods;
        for (const QJsonValue row : rows)
            methods << row[QStringLiteral("method")].toString();
        QVERIFY(methods.contains(QStringLiteral("rollout")) && methods.contains(QStringLiteral("chefer")));
    }

    void missingOrBrokenSamplesAreFailures() {
        QTemporaryDir folder;
        for (const QByteArray& content : {QByteArray(), QByteArray("not json\n"), QByteArray("{\"id\": \"x\"}\n")}) {
            const QString file = folder.filePath(QStringLiteral("samples.jsonl"));
            if (!content.isEmpty())
                writeFile(file, content);
            const Outcome outcome =
                call({QStringLiteral("evaluate"), QStringLiteral("--model"), QStringLiteral("builtin"),
                      QStringLiteral("--samples"), file, QStringLiteral("--out"),
                      folder.filePath(QStringLiteral("out")), QStringLiteral("--quiet")});
            QCOMPARE(outcome.code, 1);
            QCOMPARE(outcome.err.trimmed().count('\n'), 0);
            QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("out/table.csv"))));
        }
    }
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
