// SPDX-License-Identifier: GPL-3.0-or-later
// run, inspect and explain on the built-in model.
#include <algorithm>
#include <cmath>

#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/command_line.h"

using namespace triptych::test;

class RunTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_sample;

    [[nodiscard]] QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    [[nodiscard]] Outcome run(const QStringList& more, const QString& sample = {}) const {
        return call(QStringList{QStringLiteral("run"), QStringLiteral("--model"), QStringLiteral("builtin"),
                                QStringLiteral("--sample"), sample.isEmpty() ? m_sample : sample,
                                QStringLiteral("--json"), QStringLiteral("--device"), QStringLiteral("cpu")} +
                    more);
    }

    // Few model runs for methods that need many.
    static QStringList fewRuns(const QJsonObject& method) {
        QStringList settings;
        for (const QJsonValue parameter : method[QStringLiteral("parameters")].toArray()) {
            const QString name = parameter[QStringLiteral("name")].toString();
            if (name == QStringLiteral("masks") || name == QStringLiteral("samples") ||
                name == QStringLiteral("permutations"))
                settings +=
                    {QStringLiteral("--set"),
                     name + (name == QStringLiteral("permutations") ? QStringLiteral("=2") : QStringLiteral("=16"))};
        }
        return settings;
    }

    [[nodiscard]] Outcome explain(const QString& method, const QString& out, const QStringList& more = {}) const {
        return call(QStringList{QStringLiteral("explain"), QStringLiteral("--model"), QStringLiteral("builtin"),
                                QStringLiteral("--sample"), m_sample, QStringLiteral("--method"), method,
                                QStringLiteral("--out"), out, QStringLiteral("--json"), QStringLiteral("--device"),
                                QStringLiteral("cpu")} +
                    more);
    }

    [[nodiscard]] static QStringList attentionIn(const QJsonObject& tensors) {
        return tensors.keys().filter(QRegularExpression(QStringLiteral("^(?!grad\\.).*attention$")));
    }

private Q_SLOTS:
    void initTestCase() {
        m_sample = makeSample(m_folder.path());
        QVERIFY2(!m_sample.isEmpty(), "triptych-cli world made no sample");
    }

    void interventionsShowTheScoreBeforeAndAfter() {
        const QStringList sample{QStringLiteral("--model"), QStringLiteral("builtin"), QStringLiteral("--sample"),
                                 m_sample, QStringLiteral("--json")};
        const Outcome outcome = call(QStringList{QStringLiteral("intervene"), QStringLiteral("--do"),
                                                 QStringLiteral("knock-out to=image maps=fusion.*")} +
                                     sample);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const QJsonObject said = outcome.json();
        const double before = said[QStringLiteral("before")].toDouble();
        const double after = said[QStringLiteral("after")].toDouble();
        QVERIFY(std::abs(after - before) > 0.1);
        QCOMPARE(said[QStringLiteral("change")].toDouble(), after - before);

        const Outcome study =
            call(QStringList{QStringLiteral("study"), QStringLiteral("--kind"), QStringLiteral("subsets")} + sample);
        QVERIFY2(study.code == 0, study.err.constData());
        const QJsonArray subsets = study.json()[QStringLiteral("subsets")].toArray();
        QCOMPARE(subsets.size(), 8);
        QVERIFY(std::abs(subsets.last()[QStringLiteral("value")].toDouble() - before) < 1e-3);

        const Outcome wrong = call(
            QStringList{QStringLiteral("intervene"), QStringLiteral("--do"), QStringLiteral("erase units=video:1")} +
            sample);
        QCOMPARE(wrong.code, 2);
    }

    void inspectDescribesTheModel() {
        const Outcome outcome = call({QStringLiteral("inspect"), QStringLiteral("--model"), QStringLiteral("builtin"),
                                      QStringLiteral("--json")});
        QCOMPARE(outcome.code, 0);
        const QJsonObject model = outcome.json();
        QCOMPARE(model[QStringLiteral("family")].toString(), QStringLiteral("tri"));
        QCOMPARE(model[QStringLiteral("modelHash")].toString().size(), 16);
        QCOMPARE(model[QStringLiteral("modalities")].toArray().size(), 3);
        QVERIFY(model[QStringLiteral("towers")].toObject().contains(QStringLiteral("vision")));
        QVERIFY(model[QStringLiteral("missing")].toArray().isEmpty());
        QVERIFY(model[QStringLiteral("unexpected")].toArray().isEmpty());
        double parameters = 0;
        for (const QJsonValue tensor : model[QStringLiteral("tensors")].toArray()) {
            double size = 1;
            for (const QJsonValue extent : tensor[QStringLiteral("shape")].toArray())
                size *= extent.toDouble();
            parameters += size;
        }
        QVERIFY(model[QStringLiteral("parameters")].toDouble() > 1e5);
        QVERIFY(model[QStringLiteral("parameters")].toDouble() <= parameters);
        QVERIFY(model[QStringLiteral("memoryBytes")][QStringLiteral("weights")].toDouble() > 0);
    }

    void runDumpsTheTrace() {
        const QString dump = at("all.safetensors");
        const Outcome outcome = run({QStringLiteral("--dump"), dump});
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonObject document = outcome.json();
        QCOMPARE(document[QStringLiteral("device")].toString(), QStringLiteral("cpu"));
        QVERIFY(document[QStringLiteral("seconds")].toDouble() > 0);
        QVERIFY(document[QStringLiteral("missingModalities")].toArray().isEmpty());
        QVERIFY(document[QStringLiteral("scores")][QStringLiteral("image_text")]
                    .toArray()
                    .at(0)
                    .toArray()
                    .at(0)
                    .isDouble());
        const QJsonObject tensors = tensorsOf(dump);
        QCOMPARE(document[QStringLiteral("watched")].toArray().size(), attentionIn(tensors).size());
        for (const char* name :
             {"input.pixel_values", "input.input_ids", "embedding.image", "embedding.text", "embedding.audio"})
            QVERIFY2(tensors.contains(QLatin1String(name)), name);
        for (const QString& name : attentionIn(tensors)) {
            const auto keys = tensors[name][QStringLiteral("shape")].toArray().last().toInt();
            const QList<float> values = floatsOf(dump, name);
            for (qsizetype row = 0; row < values.size(); row += keys) {
                double sum = 0;
                for (qsizetype i = row; i < row + keys; ++i)
                    sum += values[i];
                // A row without any allowed key is all zero.
                QVERIFY2(std::abs(sum - 1.0) < 1e-4 || sum == 0.0, qPrintable(name));
            }
        }
    }

    void watchNarrowsTheTrace() {
        const QString dump = at("some.safetensors");
        QCOMPARE(
            run({QStringLiteral("--dump"), dump, QStringLiteral("--watch"), QStringLiteral("vision.*.attention")}).code,
            0);
        const QStringList maps = attentionIn(tensorsOf(dump));
        QVERIFY(!maps.isEmpty());
        QVERIFY(
            std::ranges::all_of(maps, [](const QString& name) { return name.startsWith(QLatin1String("vision.")); }));
        const Outcome unwatched =
            run({QStringLiteral("--dump"), dump, QStringLiteral("--watch"), QStringLiteral("none")});
        QVERIFY(attentionIn(tensorsOf(dump)).isEmpty());
        QVERIFY(unwatched.json()[QStringLiteral("watched")].toArray().isEmpty());
    }

    // Watching must not change what is computed.
    void watchedAndUnwatchedScoresAgree() {
        const auto score = [&](const char* watch) {
            const QJsonObject document = run({QStringLiteral("--watch"), QLatin1String(watch)}).json();
            return document[QStringLiteral("scores")][QStringLiteral("image_text")]
                .toArray()
                .at(0)
                .toArray()
                .at(0)
                .toDouble();
        };
        QVERIFY(std::abs(score("all") - score("none")) < 1e-3);
    }

    void preparedInputsReplacePreprocessing() {
        const QString dump = at("prepared.safetensors");
        const QJsonObject first =
            run({QStringLiteral("--dump"), dump, QStringLiteral("--watch"), QStringLiteral("none")}).json();
        const Outcome second = run({QStringLiteral("--inputs"), dump});
        QVERIFY2(second.code == 0, second.err);
        QCOMPARE(second.json()[QStringLiteral("scores")], first[QStringLiteral("scores")]);
    }

    void gradientsComeWithTheTrace() {
        const QString dump = at("grad.safetensors");
        const Outcome outcome =
            run({QStringLiteral("--dump"), dump, QStringLiteral("--grad"), QStringLiteral("pair:0,0")});
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonObject tensors = tensorsOf(dump);
        const QString name = QStringLiteral("grad.vision.layers.0.attention");
        QVERIFY(tensors.contains(name));
        const QList<float> values = floatsOf(dump, name);
        QVERIFY(std::ranges::any_of(values, [](float value) { return value != 0.0f; }));
        QVERIFY(std::ranges::all_of(values, [](float value) { return std::isfinite(value); }));
    }

    void repeatedRunsAreTimed() {
        const Outcome outcome =
            run({QStringLiteral("--repeat"), QStringLiteral("3"), QStringLiteral("--watch"), QStringLiteral("none")});
        QVERIFY2(outcome.code == 0, outcome.err);
        QVERIFY(outcome.json()[QStringLiteral("seconds")].toDouble() > 0);
    }

    void missingModalitiesAreNamed() {
        const QJsonObject whole = QJsonDocument::fromJson(readFile(m_sample)).object();
        for (const auto& [dropped, modality] : {std::pair{"images", "image"}, {"texts", "text"}, {"audios", "audio"}}) {
            QJsonObject part = whole;
            part.remove(QLatin1String(dropped));
            const QString path = at("part.json");
            writeFile(path, QJsonDocument(part).toJson());
            const Outcome outcome = run({}, path);
            QVERIFY2(outcome.code == 0, outcome.err);
            QCOMPARE(outcome.json()[QStringLiteral("missingModalities")].toArray(),
                     QJsonArray{QLatin1String(modality)});
        }
    }

    void explainWritesRawMapsTheirDescriptionAndAPicture() {
        const QString out = at("chefer");
        const Outcome outcome =
            explain(QStringLiteral("chefer"), out, {QStringLiteral("--set"), QStringLiteral("start_layer=last")});
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonObject document =
            QJsonDocument::fromJson(readFile(out + QStringLiteral("/relevance.json"))).object();
        QCOMPARE(document, outcome.json());
        for (const char* key : {"target", "targetValue", "method", "parameters", "tokens", "patchGrid", "imageRect",
                                "msPerAudioFrame", "modelHash", "programVersion", "device", "seed"})
            QVERIFY2(document.contains(QLatin1String(key)), key);
        QCOMPARE(document[QStringLiteral("method")].toString(), QStringLiteral("chefer"));
        QCOMPARE(document[QStringLiteral("parameters")][QStringLiteral("start_layer")].toString(),
                 QStringLiteral("last"));
        QVERIFY(document[QStringLiteral("target")].toString() != QStringLiteral("default"));

        const QJsonObject tensors = tensorsOf(out + QStringLiteral("/relevance.safetensors"));
        const QJsonArray grid = document[QStringLiteral("patchGrid")].toArray();
        QCOMPARE(tensors[QStringLiteral("relevance.image")][QStringLiteral("shape")].toArray(), grid);
        QCOMPARE(tensors[QStringLiteral("relevance.text")][QStringLiteral("shape")].toArray().at(0).toInt(),
                 document[QStringLiteral("tokens")].toArray().size());
        const QList<float> image =
            floatsOf(out + QStringLiteral("/relevance.safetensors"), QStringLiteral("relevance.image"));
        QVERIFY(std::ranges::all_of(image, [](float value) { return value >= 0.0f; }));
        QVERIFY(std::ranges::any_of(image, [](float value) { return value > 0.0f; }));
        QVERIFY(readFile(out + QStringLiteral("/overlay.png")).startsWith("\x89PNG"));
    }

    void explainedTokensLieInTheText() {
        const QString text = QJsonDocument::fromJson(readFile(m_sample))[QStringLiteral("texts")][0].toString();
        for (const QJsonValue token :
             explain(QStringLiteral("rollout"), at("rollout")).json()[QStringLiteral("tokens")].toArray()) {
            const QJsonArray chars = token[QStringLiteral("chars")].toArray();
            QVERIFY(chars.at(0).toInt() <= chars.at(1).toInt());
            QVERIFY(chars.at(1).toInt() <= text.toUcs4().size());
        }
    }

    // Every registered method runs on the built-in model and says the same when asked twice, or says what else to
    // choose.
    void everyMethodRunsAndRepeatsItself() {
        const QJsonArray methods =
            call({QStringLiteral("methods"), QStringLiteral("--json")}).json()[QStringLiteral("methods")].toArray();
        QVERIFY(!methods.isEmpty());
        // The built-in model reads its image by cross-attention and writes nothing.
        const QStringList needsAnother{QStringLiteral("grad_eclip"), QStringLiteral("legrad"),
                                       QStringLiteral("gradcam"),    QStringLiteral("clip_surgery"),
                                       QStringLiteral("patch_text"), QStringLiteral("logit_lens")};
        for (const QJsonValue method : methods) {
            const QString id = method[QStringLiteral("id")].toString();
            const QStringList few = fewRuns(method.toObject());
            const Outcome first = explain(id, at("first"), few);
            if (needsAnother.contains(id)) {
                QCOMPARE(first.code, 1);
                QVERIFY2(first.lastLine().contains("choose"), first.err);
                continue;
            }
            QVERIFY2(first.code == 0, first.err);
            QCOMPARE(explain(id, at("second"), few).code, 0);
            QVERIFY(!tensorsOf(at("first/relevance.safetensors")).isEmpty());
            QCOMPARE(readFile(at("first/relevance.safetensors")), readFile(at("second/relevance.safetensors")));
        }
    }

    void targetsThatDoNotExistAreRefused() {
        for (const char* target : {"pair:0,99", "pair:7,0", "class:3", "answer:yes"}) {
            const Outcome outcome =
                explain(QStringLiteral("chefer"), at("none"), {QStringLiteral("--target"), QLatin1String(target)});
            QCOMPARE(outcome.code, 1);
            QVERIFY(!QFile::exists(at("none/relevance.json")));
        }
    }
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
