// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/sample_lines.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace triptych;
using namespace triptych::projects;

namespace {

std::filesystem::path write(const QTemporaryDir& folder, const char* name, const QByteArray& content) {
    QFile file(folder.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("no temporary file");
    return file.fileName().toStdString();
}

const QByteArray worldLine =
    R"({"id": "h-1", "images": ["x.png"], "masks": "x.mask.png",)"
    R"("objects": [{"number": 1, "shape": "ring", "color": "red", "size": "small", "fill": "plain", "box": [1, 2, 3, 4]}],)"
    R"("texts": ["a red ring", "hong huan"], "languages": ["en", "zh"], "audios": ["x.en.wav", "bell.wav"],)"
    R"("spokenText": [0, null], "mentions": [{"text": 0, "chars": [6, 10], "objects": [1]},)"
    R"({"audio": 0, "ms": [300.5, 700], "objects": [1]}], "negatives": [{"text": "a blue ring", "changed": "color"}]})";

} // namespace

class SampleLinesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineOfTheWorldIsReadWhole() {
        const QTemporaryDir folder;
        const auto file = write(folder, "samples.jsonl", worldLine + "\n\n" + worldLine + "\n");
        const auto entries = readSampleFile(file);
        QVERIFY2(entries.has_value(), entries ? "" : entries.error().detail.c_str());
        QCOMPARE(entries->size(), std::size_t{2});
        const SampleEntry& entry = entries->front();
        QCOMPARE(entry.sample.items.size(), std::size_t{5});
        QCOMPARE(entry.sample.of(Modality::Image).front().file, file.parent_path() / "x.png");
        QCOMPARE(entry.spokenText, (std::vector<std::optional<int>>{0, std::nullopt}));
        QVERIFY(entry.truth.has_value());
        QCOMPARE(entry.truth->mask, file.parent_path() / "x.mask.png");
        QCOMPARE(entry.truth->objects.front().colour, std::string("red"));
        QCOMPARE(entry.truth->mentions[0].chars, (CharRange{6, 10}));
        QCOMPARE(entry.truth->mentions[1].fromMs, 300.5);
        QVERIFY(entry.truth->negatives == (std::vector<HardNegative>{{"color", "", "a blue ring", {}, {}}}));
    }

    void aSampleFileNeedsNoTruth() {
        const QTemporaryDir folder;
        const auto entries = readSampleFile(write(folder, "mine.json", R"({"texts": ["a red ring"]})"));
        QVERIFY(entries.has_value());
        QVERIFY(!entries->front().truth);
        QCOMPARE(entries->front().sample.id, std::string("mine"));
    }

    void badLinesNameTheirPlace_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no json") << QByteArray("{\"texts\": [");
        QTest::newRow("no modality") << QByteArray("{\"id\": \"a\"}");
        QTest::newRow("texts no list") << QByteArray("{\"texts\": \"a\"}");
        QTest::newRow("numbers as texts") << QByteArray("{\"texts\": [1]}");
        QTest::newRow("range of one") << QByteArray(
            R"({"texts": ["a"], "objects": [], "mentions": [{"text": 0, "chars": [1], "objects": []}]})");
    }
    void badLinesNameTheirPlace() {
        QFETCH(QByteArray, line);
        const QTemporaryDir folder;
        const auto entries = readSampleFile(write(folder, "samples.jsonl", worldLine + "\n" + line + "\n"));
        QVERIFY(!entries.has_value());
        QVERIFY2(entries.error().where.find("line 2") != std::string::npos, entries.error().where.c_str());
    }

    void missingAndEmptyFilesAreErrors() {
        const QTemporaryDir folder;
        QVERIFY(readSampleFile("/nowhere/samples.jsonl").error().code == ErrorCode::FileMissing);
        QVERIFY(readSampleFile(write(folder, "samples.jsonl", "\n")).error().code == ErrorCode::BadFormat);
    }
};

QTEST_GUILESS_MAIN(SampleLinesTest)
#include "sample_lines_test.moc"
