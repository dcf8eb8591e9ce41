// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus_parts.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <cmath>
#include <fstream>
#include <limits>

using namespace triptych;
using namespace triptych::embedding;

namespace {

const std::vector<Box> windows{{0, 0, 0.5, 1}, {0.5, 0, 1, 1}};
const std::vector<float> regions{3, 4, 0, 0, 0, 2};
const std::vector<std::string> vocabulary{"red", "ring"};
const std::vector<std::vector<std::int64_t>> texts{{0, 1}, {}, {1, 1}};

} // namespace

class CorpusPartsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    std::filesystem::path fresh() {
        const QString name = QString::number(m_count++);
        (void)QDir(m_folder.path()).mkdir(name);
        return std::filesystem::path(m_folder.path().toStdString()) / name.toStdString();
    }
    static void write(PartsWriter& writer) {
        while (writer.pictures() < 2)
            QVERIFY(writer.addRegions(regions).has_value());
        while (writer.words() < 2)
            QVERIFY(writer.addWord(std::vector<float>{0, static_cast<float>(writer.words() + 1), 0}).has_value());
        QVERIFY(writer.finish(vocabulary, texts).has_value());
    }

private Q_SLOTS:
    void whatIsWrittenIsRead() {
        const auto folder = fresh();
        PartsWriter writer(folder, windows, 3);
        write(writer);
        const auto read = readParts(folder, 2, 3);
        QVERIFY2(read.has_value(), read ? "" : describe(read.error()).c_str());
        const CorpusParts& parts = **read;
        QVERIFY(parts.windows == windows);
        QCOMPARE(parts.regionsOf(1).rows, std::int64_t{2});
        QVERIFY(std::abs(parts.regionsOf(1).row(0)[0] - 0.6f) < 1e-6f); // unit length
        QVERIFY(parts.regionsOf(0).row(1)[2] == 1.0f);
        QCOMPARE(parts.wordsOf(2).size(), std::size_t{2});
        QVERIFY(parts.wordsOf(1).empty());
        // "red" stands in one text, "ring" in two.
        QVERIFY(std::abs(parts.weightOf("red") - std::log(4.0f)) < 1e-6f);
        QVERIFY(std::abs(parts.weightOf("ring") - std::log(2.5f)) < 1e-6f);
        QVERIFY(parts.weightOf("unheard") == parts.weightOf("red"));
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            QVERIFY(entry.path().extension() != ".parts");
    }

    void anInterruptedCallGoesOn() {
        const auto folder = fresh();
        {
            PartsWriter writer(folder, windows, 3);
            QVERIFY(writer.addRegions(regions).has_value());
        }
        // Killed in the middle of a picture.
        std::ofstream(folder / "image.parts", std::ios::binary | std::ios::app) << "torn";
        PartsWriter writer(folder, windows, 3);
        QCOMPARE(writer.pictures(), std::int64_t{1});
        write(writer);
        QVERIFY(readParts(folder, 2, 3).has_value());
    }

    void vectorsThatAreNoneBecomeZeros() {
        const auto folder = fresh();
        PartsWriter writer(folder, windows, 3);
        std::vector<float> broken = regions;
        broken[0] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(writer.addRegions(broken).has_value());
        QCOMPARE(writer.unusable(), std::int64_t{1});
        write(writer);
        const auto read = readParts(folder, 2, 3);
        QVERIFY(read.has_value());
        QVERIFY((*read)->regionsOf(0).row(0)[0] == 0.0f);
        QVERIFY((*read)->regionsOf(0).row(1)[2] == 1.0f);
    }

    void partsOfOtherTablesAreRefused() {
        const auto folder = fresh();
        QVERIFY(readParts(folder, 2, 3).has_value() && !*readParts(folder, 2, 3));
        PartsWriter writer(folder, windows, 3);
        write(writer);
        for (const auto& [pictures, count] : {std::pair{1, 3}, std::pair{2, 2}}) {
            const auto read = readParts(folder, pictures, count);
            QVERIFY(!read.has_value() && read.error().code == ErrorCode::BadFormat);
        }
        QVERIFY(readParts(folder, 2, 3).value()->haveWidth(3) && !readParts(folder, 2, 3).value()->haveWidth(4));
        std::ofstream(folder / "words.txt") << "red\n";
        QVERIFY(readParts(folder, 2, 3).error().code == ErrorCode::BadFormat);
    }
};

QTEST_APPLESS_MAIN(CorpusPartsTest)
#include "corpus_parts_test.moc"
