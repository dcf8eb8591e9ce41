// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/samples_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace triptych;
using namespace triptych::world;

namespace {

LabelledSample fullSample(const std::filesystem::path& folder) {
    LabelledSample sample;
    sample.id = "0142";
    sample.images = {folder / "0142.png"};
    sample.mask = folder / "0142.mask.png";
    sample.objects = {{1, "ring", "red", "small", "plain", {10, 20, 60, 70}}};
    sample.texts = {"a small red ring", "一个小的红色圆环"};
    sample.languages = {"en", "zh"};
    sample.audios = {folder / "0142.en.wav", folder / "0142.zh.wav"};
    sample.spokenText = {0, std::nullopt};
    sample.transcripts = {"a small red ring", "一个圆环"};
    LabelledMention inText;
    inText.text = 0;
    inText.chars = {12, 16};
    inText.objects = {1};
    LabelledMention inAudio;
    inAudio.audio = 1;
    inAudio.fromMs = 250.5;
    inAudio.toMs = 700;
    inAudio.objects = {1};
    sample.mentions = {inText, inAudio};
    LabelledNegative text{.text = "a small blue ring", .image = {}, .language = "en", .changed = "color", .of = 0};
    LabelledNegative image{
        .text = {}, .image = folder / "0142.count.png", .language = "en", .changed = "count", .of = {}};
    sample.negatives = {text, image};
    return sample;
}

Result<LabelledSample> parse(const char* line) {
    return parseSample(line, "folder", "samples.jsonl:3");
}

} // namespace

class SamplesFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatItWrote() {
        const QTemporaryDir directory;
        const std::filesystem::path folder = directory.path().toStdString();
        LabelledSample textOnly;
        textOnly.id = "t";
        textOnly.texts = {"a star"};
        const std::vector<LabelledSample> samples{fullSample(folder), textOnly};
        QVERIFY(writeSamples(folder / "samples.jsonl", samples));
        const auto read = readSamples(folder / "samples.jsonl");
        QVERIFY2(read, read ? "" : describe(read.error()).c_str());
        QVERIFY(*read == samples);
    }

    void writesTheKeysOfTheContract() {
        const std::string line = toJsonLine(fullSample("/data"), "/data");
        for (const char* part :
             {R"("images":["0142.png"])", R"("masks":"0142.mask.png")", R"("color":"red")", R"("box":[10,20,60,70])",
              R"("languages":["en","zh"])", R"("spokenText":[0,null])", R"({"text":0,"chars":[12,16],"objects":[1]})",
              R"({"audio":1,"ms":[250.5,700.0],"objects":[1]})",
              R"({"text":"a small blue ring","lang":"en","changed":"color","of":0})",
              R"({"image":"0142.count.png","lang":"en","changed":"count"})"})
            QVERIFY2(line.find(part) != std::string::npos, part);
    }

    void joinsFilesWithTheirFolder() {
        const auto sample = parse(R"({"images": ["a.png"], "audios": ["sub/b.wav"]})");
        QVERIFY(sample);
        QCOMPARE(sample->images.front(), std::filesystem::path("folder/a.png"));
        QCOMPARE(sample->audios.front(), std::filesystem::path("folder/sub/b.wav"));
        const Sample given = toSample(*sample);
        QCOMPARE(given.items.size(), std::size_t{2});
        QVERIFY(given.has(Modality::Image) && given.has(Modality::Audio) && !given.has(Modality::Text));
    }

    void refusesWrongLinesAndNamesThem_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("nothing to look at") << QByteArray(R"({"id": "x"})");
        QTest::newRow("texts of numbers") << QByteArray(R"({"texts": [1]})");
        QTest::newRow("mention of nothing") << QByteArray(R"({"texts": ["a"], "mentions": [{"objects": [1]}]})");
        QTest::newRow("mention outside") << QByteArray(
            R"({"texts": ["a"], "mentions": [{"text": 1, "chars": [0, 1]}]})");
        QTest::newRow("reversed range") << QByteArray(
            R"({"texts": ["a"], "mentions": [{"text": 0, "chars": [2, 1]}]})");
        QTest::newRow("negative of nothing") << QByteArray(R"({"texts": ["a"], "negatives": [{"lang": "en"}]})");
        QTest::newRow("short box") << QByteArray(R"({"texts": ["a"], "objects": [{"number": 1, "box": [1, 2]}]})");
        QTest::newRow("speaks a text that is not there") << QByteArray(R"({"audios": ["a.wav"], "spokenText": [0]})");
    }

    void refusesWrongLinesAndNamesThem() {
        QFETCH(QByteArray, line);
        const auto sample = parse(line.constData());
        QVERIFY(!sample);
        QVERIFY(sample.error().code == ErrorCode::BadFormat);
        QVERIFY2(sample.error().where.starts_with("samples.jsonl:3"), sample.error().where.c_str());
    }

    void readsLinesWithBlankOnesBetween() {
        const QTemporaryDir directory;
        const std::filesystem::path file = std::filesystem::path(directory.path().toStdString()) / "samples.jsonl";
        std::ofstream(file) << "{\"texts\": [\"a\"]}\r\n\n{\"texts\": [\"b\"]}";
        const auto samples = readSamples(file);
        QVERIFY(samples);
        QCOMPARE(samples->size(), std::size_t{2});
        QVERIFY(readSamples(file.parent_path() / "none.jsonl").error().code == ErrorCode::FileMissing);
    }
};

QTEST_GUILESS_MAIN(SamplesFileTest)
#include "samples_file_test.moc"
