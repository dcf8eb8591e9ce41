// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QTemporaryDir>

#include <cmath>
#include <limits>

#include "inference/base/array.h"
#include "inference/formats/safetensors.h"
#include "tests/app/command_line.h"

using namespace triptych::test;

namespace {

QStringList words(const char* line) {
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}

QList<int> shapeOf(const QString& file, const char* tensor) {
    QList<int> shape;
    for (const QJsonValue extent : tensorsOf(file)[QLatin1String(tensor)].toObject()[QStringLiteral("shape")].toArray())
        shape.append(extent.toInt());
    return shape;
}

} // namespace

class CorpusTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QString vectors() const { return path("corpus/embeddings.safetensors"); }

    Outcome embed(const QString& out, const char* model = "builtin") const {
        return call(words("embed --json --quiet --device cpu --model") +
                    QStringList{QLatin1String(model), QStringLiteral("--items"), path("world/items.jsonl"),
                                QStringLiteral("--out"), out});
    }

private Q_SLOTS:
    void initTestCase() {
        const Outcome world = call(words("world --seed 5 --count 20 --quiet --out") + QStringList{path("world")});
        QVERIFY2(world.code == 0, world.err);
        writeFile(path("world/broken.png"), "no picture");
        writeFile(path("world/items.jsonl"),
                  readFile(path("world/samples.jsonl")) + R"({"id": "broken", "images": ["broken.png"]})" + "\n");
        const Outcome made = embed(path("corpus"));
        QVERIFY2(made.code == 0, made.err);
        const QJsonObject document = made.json();
        QCOMPARE(document[QStringLiteral("rows")].toObject()[QStringLiteral("image")].toInt(), 20);
        QCOMPARE(document[QStringLiteral("skipped")].toArray().size(), 1);
        QVERIFY(document[QStringLiteral("modelHash")].isString());
    }

    void vectorsHaveUnitLengthAndATableBeside() {
        const QList<int> shape = shapeOf(vectors(), "image");
        QCOMPARE(shape.first(), 20);
        const QList<float> values = floatsOf(vectors(), QStringLiteral("image"));
        for (int row = 0; row < 20; ++row) {
            double square = 0;
            for (int i = 0; i < shape.last(); ++i)
                square += std::pow(values[row * shape.last() + i], 2);
            QVERIFY(std::abs(square - 1) < 1e-4);
        }
        const auto lines = readFile(path("corpus/image.jsonl")).trimmed().split('\n');
        QCOMPARE(lines.size(), 20);
        const QString file = QJsonDocument::fromJson(lines.first()).object()[QStringLiteral("file")].toString();
        QVERIFY(QFileInfo::exists(file));
    }

    void aFinishedOrForeignCorpusIsLeftAlone() {
        QCOMPARE(embed(path("corpus")).code, 1);
        const Outcome other = embed(path("corpus"), "builtin-plain");
        QCOMPARE(other.code, 1);
        QVERIFY2(other.lastLine().contains("Another model"), other.err);
    }

    void aKilledEmbeddingGoesOn() {
        QProcess process;
        process.start(programPath(),
                      words("embed --device cpu --model builtin --items") +
                          QStringList{path("world/items.jsonl"), QStringLiteral("--out"), path("killed")});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(
            QFileInfo(path("killed/text.jsonl")).size() > 0 || process.state() == QProcess::NotRunning, 60'000);
        process.kill();
        process.waitForFinished();
        const Outcome outcome = embed(path("killed"));
        if (!QFileInfo::exists(path("killed/embeddings.safetensors")))
            QFAIL(outcome.err);
        for (const char* modality : {"image", "text"}) {
            QCOMPARE(shapeOf(path("killed/embeddings.safetensors"), modality), shapeOf(vectors(), modality));
            const auto name = QLatin1String(modality);
            const auto before = floatsOf(vectors(), name);
            const auto after = floatsOf(path("killed/embeddings.safetensors"), name);
            for (qsizetype i = 0; i < before.size(); ++i)
                QVERIFY(std::abs(before[i] - after[i]) < 1e-5f);
        }
    }

    void aTableIsLaidOut_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("dimensions");
        QTest::newRow("pca") << "pca" << 2;
        QTest::newRow("tsne") << "tsne" << 2;
        QTest::newRow("umap") << "umap --set epochs=100" << 3;
    }
    void aTableIsLaidOut() {
        QFETCH(QString, method);
        QFETCH(int, dimensions);
        const QString out = path("points.safetensors");
        const Outcome outcome = call(words("reduce --json --quiet --threads 1 --tensor text --in") +
                                     QStringList{vectors(), QStringLiteral("--out"), out, QStringLiteral("--dim"),
                                                 QString::number(dimensions), QStringLiteral("--method")} +
                                     method.split(QLatin1Char(' ')));
        QVERIFY2(outcome.code == 0, outcome.err);
        QCOMPARE(shapeOf(out, "points"), (QList<int>{shapeOf(vectors(), "text").first(), dimensions}));
        QVERIFY(outcome.json()[QStringLiteral("seconds")].isDouble());
        const QJsonObject quality = outcome.json()[QStringLiteral("quality")].toObject();
        QVERIFY(quality[QStringLiteral("trustworthiness")].toDouble() > 0.7);
    }

    void everyRowFindsItself() {
        const QString out = path("hits.safetensors");
        for (const char* index : {"exact", "hnsw", "ivf", "auto"}) {
            const Outcome outcome =
                call(words("search --json --quiet --tensor text --query-tensor text --k 5 --index") +
                     QStringList{QLatin1String(index), QStringLiteral("--in"), vectors(), QStringLiteral("--queries"),
                                 vectors(), QStringLiteral("--out"), out});
            QVERIFY2(outcome.code == 0, outcome.err);
            const int rows = shapeOf(vectors(), "text").first();
            QCOMPARE(shapeOf(out, "ids"), (QList<int>{rows, 5}));
            QCOMPARE(tensorsOf(out)[QStringLiteral("ids")].toObject()[QStringLiteral("dtype")].toString(),
                     QStringLiteral("I64"));
            const QList<float> scores = floatsOf(out, QStringLiteral("scores"));
            for (int row = 0; row < rows; ++row)
                QVERIFY(std::abs(scores[row * 5] - 1) < 1e-4f);
            const bool isExact = outcome.json()[QStringLiteral("index")].toString() == QLatin1String("exact");
            QCOMPARE(outcome.json()[QStringLiteral("recallAgainstExact")].isNull(), isExact);
            QVERIFY(outcome.json()[QStringLiteral("secondsPerQuery")].toDouble() > 0);
        }
    }

    void theBuiltInModelFindsWhatBelongsTogether() {
        const Outcome outcome = call(words("evaluate-retrieval --json --quiet --corpus") +
                                     QStringList{path("corpus"), QStringLiteral("--out"), path("judged")});
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonArray directions = outcome.json()[QStringLiteral("directions")].toArray();
        QVERIFY(directions.size() >= 2);
        for (const QJsonValue direction : directions) {
            const double mean = direction[QStringLiteral("recallAt1")][QStringLiteral("mean")].toDouble();
            QVERIFY(mean > 3 * direction[QStringLiteral("chanceAt1")].toDouble());
            QVERIFY(direction[QStringLiteral("medianRank")].toDouble() >= 1);
        }
        for (const char* file : {"table.csv", "table.md", "table.json", "cleaning.csv"})
            QVERIFY(QFileInfo::exists(path("judged") + QLatin1Char('/') + QLatin1String(file)));
    }

    void partsJoinTheCorpusAndAreWeighed() {
        const auto judge = [&](const char* weights) {
            return call(
                words("evaluate-retrieval --json --quiet") + words(weights) +
                QStringList{QStringLiteral("--corpus"), path("corpus"), QStringLiteral("--out"), path("weighed")});
        };
        const Outcome tooEarly = judge("--words 1");
        QCOMPARE(tooEarly.code, 1);
        QVERIFY(tooEarly.lastLine().contains("regions"));
        const Outcome added = call(words("embed --json --quiet --parts --model builtin --items") +
                                   QStringList{path("world"), QStringLiteral("--out"), path("corpus")});
        QVERIFY2(added.code == 0, added.err);
        const Outcome plain = judge("");
        const Outcome weighed = judge("--whole 0 --words 1");
        QVERIFY2(weighed.code == 0, weighed.err);
        QVERIFY(plain.json()[QStringLiteral("directions")] != weighed.json()[QStringLiteral("directions")]);
        QCOMPARE(judge("--whole -1").code, 1);
    }

    void badInputIsSaid() {
        const Outcome missing = call(words("reduce --quiet --method pca --tensor none --in") +
                                     QStringList{vectors(), QStringLiteral("--out"), path("x.safetensors")});
        QCOMPARE(missing.code, 1);
        QVERIFY(missing.lastLine().contains("none"));
        QCOMPARE(call(words("reduce --method mds --tensor text --in") +
                      QStringList{vectors(), QStringLiteral("--out"), path("x.safetensors")})
                     .code,
                 2);
        QCOMPARE(call(words("evaluate-retrieval --quiet --corpus") +
                      QStringList{path("world"), QStringLiteral("--out"), path("x")})
                     .code,
                 1);
        const triptych::FloatArray rows({2, 3}, {1, 0, 0, 0, std::numeric_limits<float>::quiet_NaN(), 0});
        QVERIFY(
            triptych::formats::writeSafetensors(path("nan.safetensors").toStdString(), {{"rows", rows}}).has_value());
        const Outcome notFinite = call(words("search --quiet --tensor rows --query-tensor rows --in") +
                                       QStringList{path("nan.safetensors"), QStringLiteral("--queries"),
                                                   path("nan.safetensors"), QStringLiteral("--out"), path("x.st")});
        QCOMPARE(notFinite.code, 1);
        QVERIFY2(notFinite.lastLine().contains("row 1"), notFinite.err);
        const Outcome absent = call(words("search --quiet --tensor rows --query-tensor rows --in") +
                                    QStringList{path("absent"), QStringLiteral("--queries"), path("absent"),
                                                QStringLiteral("--out"), path("x.st")});
        QCOMPARE(absent.code, 1);
    }
};

QTEST_GUILESS_MAIN(CorpusTest)
#include "corpus_test.moc"
