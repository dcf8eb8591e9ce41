// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/programs.h"

#include <cmath>

#include <QTemporaryDir>
#include <QtTest/QTest>

#include "inference/engine/catalogue.h"
#include "inference/engine/run.h"
#include "inference/formats/safetensors.h"
#include "tests/inference/engine/broken_folder.h"

using namespace triptych;
using triptych::test::BrokenFolder;

namespace {

const QString data = QStringLiteral(TRIPTYCH_TEST_DATA "/program");
const QString manifest = QStringLiteral("triptych.json");
const QString program = QStringLiteral("model.pt");

std::string glimpse() {
    return (data + QStringLiteral("/glimpse")).toStdString();
}

RunRequest requestFor(const std::string& model) {
    RunRequest request;
    request.model = model;
    request.device = "cpu";
    request.watch.kind = Watch::Kind::All;
    request.sample.items = {{Modality::Image, {}, TRIPTYCH_TEST_DATA "/parity/clip/cases/0/a.png"},
                            {Modality::Text, "a red ring left of the blue squares", {}}};
    return request;
}

Result<engine::RunOutput> run(const std::string& model, const std::string& method = {}) {
    RunRequest request = requestFor(model);
    request.method = method;
    return engine::runOnce(request, {}, {});
}

float largestDifference(const FloatArray& a, const FloatArray& b) {
    float largest = a.shape() == b.shape() ? 0 : HUGE_VALF;
    for (std::size_t i = 0; i < a.values().size() && largest < HUGE_VALF; ++i)
        largest = std::max(largest, std::abs(a.values()[i] - b.values()[i]));
    return largest;
}

} // namespace

class ProgramsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_configuration;

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_configuration.isValid());
        qputenv("XDG_CONFIG_HOME", m_configuration.path().toUtf8());
    }

    void isRefusedUntilItIsTrusted() {
        const auto facts = engine::findProgram(glimpse());
        QVERIFY(facts && !facts->trusted && facts->sha256.size() == 64);
        const auto refused = run(glimpse());
        QVERIFY(!refused && refused.error().code == ErrorCode::Untrusted);
        QVERIFY(refused.error().detail.find(facts->sha256) != std::string::npos);
        (void)engine::trustProgram(std::string(64, '0'));
        QVERIFY(!run(glimpse()));
        (void)engine::trustProgram(facts->sha256);
        QVERIFY(engine::findProgram(glimpse())->trusted);
        QVERIFY(run(glimpse()));
    }

    void trustsTheUsersList() {
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/glimpse"));
        folder.write(program, folder.read(program) + QByteArray(1, '\0')); // behind the archive: a hash of its own
        const auto facts = engine::findProgram(folder.path().toStdString());
        QVERIFY(facts && !facts->trusted);
        const BrokenFolder settings(m_configuration.filePath(QStringLiteral("triptych")));
        QVERIFY(QDir().mkpath(settings.path()));
        settings.write(QStringLiteral("trusted_programs"),
                       "# ours\n" + QByteArray::fromStdString(facts->sha256) + " x\n");
        QVERIFY(engine::findProgram(folder.path().toStdString())->trusted);
    }

    void whatIsTrustedForAlwaysStandsInTheList() {
        const QString list = m_configuration.filePath(QStringLiteral("triptych/trusted_programs"));
        const auto lines = [&] {
            QFile file(list);
            return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QList<QByteArray>();
        };
        const auto before = lines();
        const std::string hash(64, 'b');
        QVERIFY(engine::trustProgram(hash, Trust::Always));
        QVERIFY(engine::trustProgram(std::string(64, 'B'), Trust::Always));
        QCOMPARE(lines(), before + QList<QByteArray>{QByteArray::fromStdString(hash)});
        QVERIFY(engine::trustProgram(std::string(64, 'c'), Trust::ThisTime));
        QCOMPARE(lines().size(), before.size() + 1);
    }

    void aListThatCannotBeWrittenIsSaid() {
        const QTemporaryDir parent;
        QFile file(parent.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        qputenv("XDG_CONFIG_HOME", parent.filePath(QStringLiteral("file/under")).toUtf8());
        const auto trusted = engine::trustProgram(std::string(64, 'd'), Trust::Always);
        qputenv("XDG_CONFIG_HOME", m_configuration.path().toUtf8());
        QVERIFY(!trusted && trusted.error().where.find("trusted_programs") != std::string::npos);
    }

    // Another file under the same name is another program.
    void trustsTheVeryFile() {
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/glimpse"));
        QByteArray changed = folder.read(program);
        changed[60] = static_cast<char>(changed[60] ^ 1);
        folder.write(program, changed);
        const auto refused = run(folder.path().toStdString());
        QVERIFY(!refused && refused.error().code == ErrorCode::Untrusted);
    }

    void isInspectedWithoutTrust() {
        const auto descriptor = engine::inspectModel(glimpse());
        QVERIFY(descriptor);
        QCOMPARE(descriptor->family, std::string("program"));
        QCOMPARE(descriptor->towers.at("vision").layers, 2);
        QCOMPARE(descriptor->towers.at("text").heads, 2);
        QVERIFY(descriptor->hasMatchHead);
    }

    // expected.safetensors holds what Python computed, gradients included; tests/data/program/make.py wrote it.
    void computesWhatPythonComputes() {
        (void)engine::trustProgram(engine::findProgram(glimpse())->sha256);
        const auto expected = formats::readSafetensors((data + QStringLiteral("/expected.safetensors")).toStdString());
        QVERIFY(expected);
        engine::RunOptions options;
        options.keepTrace = true;
        options.gradientsOf = Target{};
        for (const auto& [name, array] : *expected)
            if (name.starts_with("input."))
                options.inputs.emplace(name, array);
        const auto output = engine::runOnce(requestFor(glimpse()), options, {});
        QVERIFY2(output, output ? "" : describe(output.error()).c_str());
        int compared = 0;
        for (const auto& [name, array] : *expected) {
            if (!std::holds_alternative<FloatArray>(array) || name.starts_with("input."))
                continue;
            QVERIFY2(output->trace.contains(name), name.c_str());
            const auto& found = std::get<FloatArray>(output->trace.at(name));
            QVERIFY2(largestDifference(found, std::get<FloatArray>(array)) < 1e-5f, name.c_str());
            ++compared;
        }
        QCOMPARE(compared, 10); // four maps and their gradients, hidden states, the logit
    }

    void isExplainedByEveryKindOfMethod_data() {
        QTest::addColumn<QString>("method");
        for (const char* method : {"attention", "rollout", "chefer", "saliency", "input_x_gradient", "occlusion"})
            QTest::newRow(method) << QString::fromLatin1(method);
    }
    void isExplainedByEveryKindOfMethod() {
        QFETCH(QString, method);
        (void)engine::trustProgram(engine::findProgram(glimpse())->sha256);
        const auto output = run(glimpse(), method.toStdString());
        QVERIFY2(output, output ? "" : describe(output.error()).c_str());
        const Relevance& relevance = output->result.relevance;
        QCOMPARE(relevance.image.shape(), (std::vector<std::int64_t>{4, 4}));
        const auto values = relevance.image.values();
        QVERIFY(std::ranges::any_of(values, [](float value) { return value != 0; }));
    }

    void refusesBrokenFolders_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* key, const char* json, const char* sentence) {
            const QJsonValue value = QJsonDocument::fromJson("[" + QByteArray(json) + "]").array().at(0);
            QTest::newRow(key) << QString::fromLatin1(key) << value << QByteArray(sentence);
        };
        row("format", "7", "\"format\" is 7");
        row("inputs", "[]", "\"inputs\" is missing or empty");
        row("inputs ", R"(["video"])", "\"video\" is not known");
        row("inputs  ", R"(["pixel_values"])", "The program stopped");
        row("outputs", R"([{"name": "logits.match"}])", "returned 6 tensors");
        row("outputs ", R"([{"name": "text.layers.0.attention"}])", "needs \"query\" and \"key\"");
        row("program", R"("../model.pt")", "same folder");
        row("program ", R"("triptych.json")", "no TorchScript program");
        row("streams", "{}", "does not describe");
        row("streams/text/read", R"("nowhere")", "neither a position");
        row("image/image_std", "[0, 0, 0]", "must not be 0");
    }
    void refusesBrokenFolders() {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, sentence);
        (void)engine::trustProgram(engine::findProgram(glimpse())->sha256);
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/glimpse"));
        folder.set(manifest, key.trimmed(), value);
        const auto refused = run(folder.path().toStdString());
        QVERIFY(!refused);
        const std::string line = describe(refused.error());
        QVERIFY2(line.find(sentence.toStdString()) != std::string::npos, line.c_str());
    }

    void saysWhatAProgramWithoutManifestLacks() {
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/glimpse"));
        folder.remove(manifest);
        folder.write(QStringLiteral("config.json"), "{}");
        for (const QString& model : {folder.path(), folder.at(program)}) {
            const auto refused = run(model.toStdString());
            QVERIFY(!refused && refused.error().code == ErrorCode::Unsupported);
            QVERIFY(refused.error().detail.find("triptych.json") != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(ProgramsTest)
#include "programs_test.moc"
