// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/hit_gallery.h"

#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

#include "tests/widgets/support/space_fixture.h"
#include "widgets/space/space_workspace.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;
using Fixture = test::SpaceFixture;

class HitGalleryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        theme::install(*qApp);
    }

    void aCorpusOfAnotherModelIsEmbeddedAnew() {
        Fixture f;
        f.corpora->searchError = Error{ErrorCode::ModelMismatch, "The corpus was made by another model.", ""};
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QPushButton& button = workspace.retrieval().gallery().embedButton();
        QVERIFY(button.isVisible());
        const std::size_t before = f.corpora->embedded.size();
        f.corpora->searchError.reset();
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_VERIFY(f.desk.isSettled());
        QCOMPARE(f.corpora->embedded.size(), before + 1);
        QVERIFY(!button.isVisible());
    }

    void hitsTellWhetherTheyAreRight() {
        Fixture f;
        projects::SampleEntry asked = test::entryWith("105", {{1, "ring", "red", "large", "plain"}});
        asked.sample.items.front().text = "a red ring";
        for (const auto& [from, to] : {std::pair(2, 5), std::pair(6, 10)})
            asked.truth->mentions.push_back({Modality::Text, 0, {from, to}, 0, 0, {1}});
        const auto hitWith = [](const std::string& id, const std::string& colour, const std::string& shape) {
            return test::entryWith(id, {{1, shape, colour, "small", "plain"}});
        };
        f.samples.setEntries(
            {asked, hitWith("104", "red", "star"), hitWith("106", "blue", "ring"), hitWith("107", "red", "ring")});
        f.corpora->textOf[5] = "a red ring";
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        workspace.retrieval().query().setText(QStringLiteral("a red ring"));
        QTRY_VERIFY(f.desk.isSettled());
        const HitGallery& gallery = workspace.retrieval().gallery();
        QVERIFY(!gallery.isOwn(0) && gallery.isOwn(1));
        QCOMPARE(gallery.lackOf(0), QStringLiteral("no ring"));
        QCOMPARE(gallery.lackOf(1), QString());
        QCOMPARE(gallery.lackOf(2), QStringLiteral("no red ring"));
        QCOMPARE(gallery.lackOf(3), QString());
    }

    void hitsStandInWholeRows() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        const HitGallery& gallery = workspace.retrieval().gallery();
        for (const QSize& size : {QSize(1047, 700), QSize(1280, 760), QSize(1600, 1000)}) {
            workspace.resize(size);
            QTest::qWait(20);
            for (int rank = 0; rank < static_cast<int>(f.desk.retrieval().hits().size()); ++rank) {
                const QRect card = gallery.cardRect(rank);
                const QRect seen = gallery.viewport()->rect();
                QVERIFY2(seen.contains(card) || card.top() > seen.bottom() - 12, qPrintable(QString::number(rank)));
            }
        }
    }
};

QTEST_MAIN(HitGalleryTest)

#include "hit_gallery_test.moc"
