// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/selection_model.h"

#include <QStandardPaths>
#include <QTest>
#include <numeric>

#include "tests/widgets/support/space_fixture.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;
using Fixture = test::SpaceFixture;

class SelectionModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        theme::install(*qApp);
    }

    void aGreatManySelectedItemsAreListedInPart() {
        constexpr int samples = 5000;
        const auto corpora = std::make_shared<test::FakeCorpora>(samples);
        Fixture f;
        EmbeddingSpace space(corpora);
        Retrieval retrieval(space, f.session);
        SelectionModel table(space, retrieval);
        space.open("large");
        QTRY_VERIFY(space.isSettled());
        retrieval.search({{CorpusPlace{Modality::Text, 2}, 1}}, Modality::Audio);
        QTRY_VERIFY(!retrieval.hits().empty());
        std::vector<int> all(3 * samples);
        std::iota(all.begin(), all.end(), 0);
        space.select(all);
        QCOMPARE(table.rowCount(), static_cast<int>(SelectionModel::mostListed));
        QCOMPARE(table.total(), all.size());
        QCOMPARE(table.toCsv().count('\n'), static_cast<qsizetype>(all.size()) + 1);
        const auto first = [&](int column) { return table.index(0, column).data().toString(); };
        // Ranks stand first either way; what has none follows.
        QCOMPARE(first(SelectionModel::Rank), QStringLiteral("1"));
        table.sort(SelectionModel::Rank, Qt::DescendingOrder);
        QCOMPARE(first(SelectionModel::Rank), QString::number(Retrieval::mostHits));
        QCOMPARE(table.index(Retrieval::mostHits, SelectionModel::Rank).data(), QVariant());
        table.sort(SelectionModel::SampleId, Qt::DescendingOrder);
        QCOMPARE(first(SelectionModel::SampleId), QStringLiteral("999"));
        // Pictures are told by the words of their sample.
        QCOMPARE(first(SelectionModel::Content), QStringLiteral("text 999"));
    }
};

QTEST_MAIN(SelectionModelTest)

#include "selection_model_test.moc"
