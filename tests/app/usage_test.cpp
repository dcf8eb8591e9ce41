// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QSet>

#include "tests/app/command_line.h"

using namespace triptych::test;

namespace {

QStringList words(const char* line) {
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QStringList keysOf(const QJsonValue& value) {
    QStringList keys = value.toObject().keys();
    keys.sort();
    return keys;
}

} // namespace

class UsageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpNamesEveryCommand() {
        const Outcome help = call({QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        for (const char* command :
             {"devices", "models", "methods", "metrics", "inspect", "run", "explain", "evaluate", "world", "train"}) {
            QVERIFY2(help.out.contains(command), command);
            const Outcome own = call({QString::fromLatin1(command), QStringLiteral("--help")});
            QCOMPARE(own.code, 0);
            for (const char* option : {"--device", "--threads", "--seed", "--json", "--quiet"})
                QVERIFY2(own.out.contains(option), command);
        }
        QVERIFY(call({QStringLiteral("--version")}).out.startsWith("triptych-cli "));
    }

    void wrongUseEndsWithTwoAndOneLine_data() {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"",
              "paint",
              "run",
              "run --model builtin",
              "explain --model builtin --sample a.json --out x",
              "devices --device gpu",
              "devices --device cuda:",
              "devices --threads -1",
              "devices --seed x",
              "devices --seed -1",
              "devices --seed 99999999999999999999",
              "devices --what",
              "explain --model builtin --sample a.json --out x --method magic",
              "explain --model builtin --sample a.json --out x --method rollout --target nonsense",
              "explain --model builtin --sample a.json --out x --method chefer --set start_layer",
              "explain --model builtin --sample a.json --out x --method chefer --set start_layer=middle",
              "explain --model builtin --sample a.json --out x --method chefer --set colour=red",
              "run --model builtin --sample a.json --grad pair:0",
              "run --model builtin --sample a.json --watch all none",
              "run --model builtin --sample a.json --repeat 0",
              "evaluate --model builtin --out x --metrics beauty",
              "evaluate --model builtin --out x --methods rollout,magic",
              "evaluate --model builtin --out x --limit -3"})
            QTest::newRow(*line ? line : "(nothing)") << QString::fromLatin1(line);
    }
    void wrongUseEndsWithTwoAndOneLine() {
        QFETCH(QString, line);
        const Outcome outcome = call(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.out.isEmpty());
        QCOMPARE(outcome.err.trimmed().count('\n'), 0);
        QVERIFY(outcome.err.contains("--help"));
    }

    void anAnswerThatIsLostIsAFailure() {
        if (!QFile::exists(QStringLiteral("/dev/full")))
            QSKIP("This system has no full device.");
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"), QIODevice::Append);
        process.start(programPath(), {QStringLiteral("methods")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(!process.readAllStandardError().isEmpty());
    }

    void devicesListTheCpu() {
        const Outcome outcome = call(words("devices --json"));
        QCOMPARE(outcome.code, 0);
        QCOMPARE(keysOf(outcome.json()), words("devices notice"));
        const QJsonObject cpu = outcome.json()[QStringLiteral("devices")].toArray().at(0).toObject();
        QCOMPARE(keysOf(cpu), words("freeBytes id memoryBytes name"));
        QCOMPARE(cpu[QStringLiteral("id")].toString(), QStringLiteral("cpu"));
        QVERIFY(cpu[QStringLiteral("memoryBytes")].toDouble() > 1e8);
        QVERIFY(cpu[QStringLiteral("freeBytes")].toDouble() <= cpu[QStringLiteral("memoryBytes")].toDouble());
    }

    void modelsListBuiltInOnes() {
        const QJsonObject models = call(words("models --json")).json();
        QVERIFY(models[QStringLiteral("builtin")].toArray().contains(QStringLiteral("builtin")));
        QVERIFY(models[QStringLiteral("families")].toArray().contains(QStringLiteral("tri")));
    }

    void methodsHaveUniqueIdsAndWholeDescriptions() {
        const QJsonArray methods = call(words("methods --json")).json()[QStringLiteral("methods")].toArray();
        QSet<QString> ids;
        for (const QJsonValue method : methods) {
            ids.insert(method[QStringLiteral("id")].toString());
            for (const char* key : {"id", "label", "summary"})
                QVERIFY2(!method[QLatin1String(key)].toString().isEmpty(), key);
            QVERIFY(!method[QStringLiteral("needs")].toArray().isEmpty());
            QVERIFY(!method[QStringLiteral("modalities")].toArray().isEmpty());
            for (const QJsonValue parameter : method[QStringLiteral("parameters")].toArray()) {
                QVERIFY(!parameter[QStringLiteral("name")].toString().isEmpty());
                QVERIFY(!parameter[QStringLiteral("default")].toString().isEmpty());
                if (parameter[QStringLiteral("type")] == QStringLiteral("choice"))
                    QVERIFY(
                        parameter[QStringLiteral("choices")].toArray().contains(parameter[QStringLiteral("default")]));
            }
        }
        QCOMPARE(ids.size(), methods.size());
        for (const char* id : {"attention", "rollout", "chefer"})
            QVERIFY2(ids.contains(QLatin1String(id)), id);
    }

    void metricsHaveUniqueIdsAndProtocols() {
        const QJsonArray metrics = call(words("metrics --json")).json()[QStringLiteral("metrics")].toArray();
        QSet<QString> ids;
        for (const QJsonValue metric : metrics) {
            ids.insert(metric[QStringLiteral("id")].toString());
            for (const char* key : {"id", "label", "summary", "protocol"})
                QVERIFY2(!metric[QLatin1String(key)].toString().isEmpty(), key);
        }
        QCOMPARE(ids.size(), metrics.size());
        for (const char* id : {"recall_at_1", "matching", "pointing", "pointing_audio"})
            QVERIFY2(ids.contains(QLatin1String(id)), id);
    }

    void listsAreReadableWithoutJson() {
        QVERIFY(call(words("devices")).out.contains("cpu"));
        QVERIFY(call(words("methods")).out.contains("start_layer=all|last (all)"));
        QVERIFY(call(words("metrics")).out.contains("recall_at_1"));
    }

    void missingGpuIsAFailureNotWrongUse() {
        const Outcome outcome = call(words("run --model builtin --sample nowhere.json --device cuda:63"));
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    }
};

QTEST_GUILESS_MAIN(UsageTest)
#include "usage_test.moc"
