// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus.h"

#include <QtTest/QTest>

#include <fstream>

#include <QTemporaryDir>

#include <cmath>
#include <limits>

using namespace triptych;
using namespace triptych::embedding;

namespace {

const CorpusFacts facts{"model", "0123456789abcdef"};

CorpusItem textItem(int number) {
    return {"s" + std::to_string(number), {Modality::Text, "text " + std::to_string(number), {}}, {{"kind", "toy"}}};
}

std::vector<float> vectorOf(int number) {
    return {3.0f, static_cast<float>(number), 1.0f};
}

void addTexts(CorpusWriter& writer, int from, int to) {
    for (int i = from; i < to; ++i)
        QVERIFY(writer.add(textItem(i), vectorOf(i)).has_value());
}

// A corpus that was not finished.
void beginCorpus(const std::filesystem::path& folder, int rows) {
    auto writer = CorpusWriter::open(folder, facts);
    QVERIFY(writer.has_value());
    addTexts(*writer, 0, rows);
}

} // namespace

class CorpusTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    std::filesystem::path fresh() {
        const QString name = QString::number(m_count++);
        (void)QDir(m_folder.path()).mkdir(name);
        return std::filesystem::path(m_folder.path().toStdString()) / name.toStdString();
    }

private Q_SLOTS:
    void whatIsWrittenIsRead() {
        const auto folder = fresh();
        auto writer = CorpusWriter::open(folder, facts);
        QVERIFY2(writer.has_value(), writer ? "" : describe(writer.error()).c_str());
        addTexts(*writer, 0, 5);
        QVERIFY(writer->addFailure({"s9", {Modality::Image, {}, "broken.png"}, {}}, "It is broken.").has_value());
        QVERIFY(writer->finish().has_value());
        const auto corpus = readCorpus(folder);
        QVERIFY2(corpus.has_value(), corpus ? "" : describe(corpus.error()).c_str());
        QVERIFY(corpus->facts == facts);
        const VectorTable& texts = corpus->embeddings.at(Modality::Text);
        QCOMPARE(texts.rows, std::int64_t{5});
        QCOMPARE(texts.width, std::int64_t{3});
        for (std::int64_t row = 0; row < 5; ++row) {
            const float length = std::sqrt(10.0f + static_cast<float>(row * row));
            QVERIFY(std::abs(texts.row(row)[1] - static_cast<float>(row) / length) < 1e-6f);
        }
        const CorpusRow& third = corpus->tables.at(Modality::Text)[3];
        QCOMPARE(third.text, std::string("text 3"));
        QCOMPARE(third.columns.at("kind"), std::string("toy"));
        QCOMPARE(corpus->failed.size(), std::size_t{1});
    }

    // A kill can stop inside of a vector or of a line.
    void aKillLosesOnlyTheRowThatWasBeingWritten_data() {
        QTest::addColumn<QString>("torn");
        QTest::newRow("vector") << "text.rows";
        QTest::newRow("line") << "text.jsonl";
    }
    void aKillLosesOnlyTheRowThatWasBeingWritten() {
        QFETCH(QString, torn);
        const auto folder = fresh();
        beginCorpus(folder, 4);
        const auto file = folder / torn.toStdString();
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
        auto writer = CorpusWriter::open(folder, facts);
        QVERIFY(writer.has_value());
        QCOMPARE(writer->rows(), std::int64_t{3});
        QVERIFY(writer->has(textItem(2)));
        QVERIFY(!writer->has(textItem(3)));
        addTexts(*writer, 3, 6);
        QVERIFY(writer->finish().has_value());
        const auto corpus = readCorpus(folder);
        QVERIFY(corpus.has_value());
        QCOMPARE(corpus->embeddings.at(Modality::Text).rows, std::int64_t{6});
        for (std::int64_t row = 0; row < 6; ++row) {
            const auto vector = corpus->embeddings.at(Modality::Text).row(row);
            QVERIFY(std::abs(vector[1] / vector[2] - static_cast<float>(row)) < 1e-5f);
            QCOMPARE(corpus->tables.at(Modality::Text)[static_cast<std::size_t>(row)].id, "s" + std::to_string(row));
        }
    }

    void aWidthThatCannotBeBeginsTheRowsAnew() {
        const auto folder = fresh();
        beginCorpus(folder, 4);
        std::fstream rows(folder / "text.rows", std::ios::binary | std::ios::in | std::ios::out);
        const std::int64_t width = std::int64_t{1} << 62;
        rows.write(reinterpret_cast<const char*>(&width), sizeof width);
        rows.close();
        auto writer = CorpusWriter::open(folder, facts);
        QVERIFY(writer.has_value());
        QCOMPARE(writer->rows(), std::int64_t{0});
    }

    void anotherModelsCorpusIsRefused() {
        const auto folder = fresh();
        beginCorpus(folder, 1);
        QVERIFY(CorpusWriter::open(folder, {"other", "ffff"}).error().code == ErrorCode::ModelMismatch);
    }

    void aFinishedCorpusIsNotOverwritten() {
        const auto folder = fresh();
        auto writer = CorpusWriter::open(folder, facts);
        addTexts(*writer, 0, 1);
        QVERIFY(writer->finish().has_value());
        QVERIFY(CorpusWriter::open(folder, facts).error().code == ErrorCode::InvalidInput);
    }

    void aVectorWithoutDirectionIsNamed() {
        auto writer = CorpusWriter::open(fresh(), facts);
        const float bad = std::numeric_limits<float>::quiet_NaN();
        const auto added = writer->add(textItem(7), std::vector<float>{1.0f, bad, 0.0f});
        QVERIFY(added.error().code == ErrorCode::NotFinite);
        QCOMPARE(added.error().where, std::string("s7"));
        QVERIFY(writer->add(textItem(8), std::vector<float>(3)).error().code == ErrorCode::NotFinite);
        QCOMPARE(writer->rows(), std::int64_t{0});
    }

    void anUnfinishedOrTornCorpusIsNotRead() {
        const auto folder = fresh();
        auto writer = CorpusWriter::open(folder, facts);
        addTexts(*writer, 0, 3);
        QVERIFY(readCorpus(folder).error().code == ErrorCode::FileMissing);
        QVERIFY(writer->finish().has_value());
        const auto table = folder / "text.jsonl";
        std::filesystem::resize_file(table, std::filesystem::file_size(table) / 2);
        QVERIFY(readCorpus(folder).error().code == ErrorCode::BadFormat);
    }
};

QTEST_APPLESS_MAIN(CorpusTest)
#include "corpus_test.moc"
