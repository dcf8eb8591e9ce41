// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/embedding_space.h"

#include <QStandardPaths>
#include <QTest>

#include "tests/widgets/support/space_fixture.h"
#include "widgets/space/space_workspace.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;
using Fixture = test::SpaceFixture;

class EmbeddingSpaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        theme::install(*qApp);
    }

    void anotherCorpusOpensWhilePartsAreEmbedded() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        EmbeddingSpace& space = f.desk.space();
        space.makeParts("cpu");
        space.open("elsewhere");
        QTRY_VERIFY(space.isSettled());
        QVERIFY(space.info()->folder == "elsewhere");
    }

    void answersThatComeTooLateAreDropped() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        EmbeddingSpace& space = f.desk.space();
        space.click(f.itemOf(Modality::Audio, 3));
        space.click(-1);
        QTest::qWait(20);
        QVERIFY(space.neighbours().empty());
        f.desk.retrieval().search({{CorpusPlace{Modality::Image, 2}, 1}}, Modality::Image);
        f.desk.retrieval().search({}, Modality::Image);
        QTest::qWait(20);
        QVERIFY(f.desk.retrieval().hits().empty());
    }

    void theFormerCorpusStaysUntilTheNextOneIsRead() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        EmbeddingSpace& space = f.desk.space();
        space.click(f.itemOf(Modality::Audio, 3));
        bool isWhole = true;
        connect(&space, &EmbeddingSpace::workChanged, this, [&] {
            isWhole = isWhole && space.items().size() == std::size_t{3 * test::sampleCount} &&
                      f.itemOf(Modality::Audio, 3) >= 0;
        });
        space.open("elsewhere");
        QTRY_VERIFY(space.isSettled());
        QVERIFY(isWhole);
        QVERIFY(space.info()->folder == "elsewhere");
        QVERIFY(space.selected().empty() && space.current() < 0);
        QCOMPARE(space.points().size(), space.items().size());
    }

    void aLargeCorpusBeginsWithAFastLayout() {
        const auto corpora = std::make_shared<test::FakeCorpora>(EmbeddingSpace::mostForSlowLayouts / 3 + 1);
        EmbeddingSpace space(corpora);
        space.open("large");
        QTRY_VERIFY(space.isSettled());
        QCOMPARE(corpora->projected.back().method, std::string("pca"));
        ProjectRequest slow = space.layout();
        slow.method = "umap";
        space.layOut(slow);
        QTRY_VERIFY(space.isSettled());
        QCOMPARE(corpora->projected.back().method, std::string("umap"));
        // What is asked for is meant for this corpus.
        space.open("another");
        QTRY_VERIFY(space.isSettled());
        QCOMPARE(corpora->projected.back().method, std::string("pca"));
    }
};

QTEST_MAIN(EmbeddingSpaceTest)

#include "embedding_space_test.moc"
