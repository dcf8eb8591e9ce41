// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/embed_corpus.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <cmath>
#include <fstream>

#include "inference/embedding/corpus.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

const std::vector<std::string> captions{"a red ring", "two small blue squares above a cross", "ring"};

// The vectors of the texts, embedded in one job; [texts, width], empty where that failed.
FloatArray embedded(const std::filesystem::path& folder, const std::string& model,
                    const std::vector<std::string>& texts) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::ofstream table(folder / "table.csv");
    table << "id,text\n";
    for (std::size_t i = 0; i < texts.size(); ++i)
        table << i << ',' << texts[i] << '\n';
    table.close();
    EmbedRequest request;
    request.model = model;
    request.device = "cpu";
    request.items = folder / "table.csv";
    request.out = folder / "corpus";
    if (!embedCorpus(request, {}))
        return {};
    const auto corpus = embedding::readCorpus(request.out);
    if (!corpus || !corpus->embeddings.contains(Modality::Text))
        return {};
    const embedding::VectorTable& vectors = corpus->embeddings.at(Modality::Text);
    return FloatArray({vectors.rows, vectors.width}, std::vector<float>(vectors.values.begin(), vectors.values.end()));
}

} // namespace

class EmbedCorpusTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void textsOfOneJobEqualSingleOnes_data() {
        QTest::addColumn<QString>("model");
        QTest::newRow("a model that reads rows") << QString::fromStdString(test::tinyModel.string());
        QTest::newRow("a model that compares pairs") << QStringLiteral(TRIPTYCH_TEST_DATA "/parity/clip/model");
    }
    void textsOfOneJobEqualSingleOnes() {
        QFETCH(QString, model);
        const std::filesystem::path folder = m_folder.path().toStdString();
        const FloatArray together = embedded(folder / "together", model.toStdString(), captions);
        QCOMPARE(together.extent(0), std::int64_t{3});
        for (std::int64_t i = 0; i < 3; ++i) {
            const FloatArray alone =
                embedded(folder / "alone", model.toStdString(), {captions[static_cast<std::size_t>(i)]});
            QCOMPARE(alone.extent(0), std::int64_t{1});
            for (std::int64_t k = 0; k < together.extent(1); ++k)
                QVERIFY(std::abs(together.row({i})[static_cast<std::size_t>(k)] -
                                 alone.row({0})[static_cast<std::size_t>(k)]) < 1e-5f);
        }
    }
};

QTEST_GUILESS_MAIN(EmbedCorpusTest)
#include "embed_corpus_test.moc"
