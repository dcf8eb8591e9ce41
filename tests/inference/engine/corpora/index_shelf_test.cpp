// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/index_shelf.h"

#include <QtTest/QTest>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

constexpr std::int64_t rowCount = 20'000;
constexpr std::int64_t width = 8;
constexpr std::int64_t mostExact = rowCount * width - 1;

} // namespace

class IndexShelfTest : public QObject {
    Q_OBJECT

    const FloatArray m_vectors = test::groupedVectors(rowCount, width, 20, 3);
    OpenCorpusPtr m_corpus;

    Result<IndexShelf::Found> ask(IndexShelf& shelf, IndexKind kind, Modality modality = Modality::Text) const {
        return shelf.get(m_corpus, modality, kind, "cpu", {});
    }

private Q_SLOTS:
    void initTestCase() {
        auto corpus = std::make_shared<OpenCorpus>();
        corpus->content.embeddings[Modality::Text] = embedding::tableOf(m_vectors);
        m_corpus = std::move(corpus);
    }

    void searchesAreExactUntilTheIndexIsThere() {
        IndexShelf shelf(mostExact);
        const auto first = ask(shelf, IndexKind::Auto);
        QVERIFY2(first.has_value(), first ? "" : describe(first.error()).c_str());
        QVERIFY(first->built->plan.kind == IndexKind::Exact);
        QVERIFY(first->isInMaking);
        QTRY_VERIFY_WITH_TIMEOUT(ask(shelf, IndexKind::Auto)->built->plan.kind == IndexKind::Hnsw, 120'000);
        const auto later = ask(shelf, IndexKind::Auto);
        QVERIFY(!later->isInMaking);
        QVERIFY(*later->built->recall > 0.9);
        QVERIFY(ask(shelf, IndexKind::Hnsw)->built == later->built);
    }

    void whatWasAskedForByNameIsWaitedFor() {
        IndexShelf shelf(mostExact);
        const auto found = ask(shelf, IndexKind::Ivf);
        QVERIFY2(found.has_value(), found ? "" : describe(found.error()).c_str());
        QVERIFY(found->built->plan.kind == IndexKind::Ivf);
        QVERIFY(!found->isInMaking);
    }

    // As when two models' rankings are asked for in turns.
    void anotherQuestionDoesNotEndTheWork() {
        auto other = std::make_shared<OpenCorpus>(*m_corpus);
        IndexShelf shelf(mostExact);
        QVERIFY(ask(shelf, IndexKind::Auto)->isInMaking);
        const auto askOther = [&] { return shelf.get(other, Modality::Text, IndexKind::Auto, "cpu", {}); };
        QVERIFY(!askOther()->isInMaking);
        QTRY_VERIFY_WITH_TIMEOUT(
            askOther().has_value() && ask(shelf, IndexKind::Auto)->built->plan.kind == IndexKind::Hnsw, 120'000);
        QTRY_VERIFY_WITH_TIMEOUT(askOther()->built->plan.kind == IndexKind::Hnsw, 120'000);
    }

    void aShelfThatIsLeftEndsItsWork() {
        IndexShelf shelf(mostExact);
        QVERIFY(ask(shelf, IndexKind::Auto)->isInMaking);
    }

    void rowsOfAnotherKindAreRefused() {
        IndexShelf shelf(mostExact);
        QVERIFY(ask(shelf, IndexKind::Auto, Modality::Image).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(IndexShelfTest)
#include "index_shelf_test.moc"
