// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/link_table.h"

#include <QTest>

using namespace triptych;
using namespace triptych::numerics;

namespace {

// Two words on a 2 x 4 grid: the first looks left, the second right.
RunResult twoWords() {
    RunResult result;
    result.inputs.patchGrid = {2, 4, 0, 0, 40, 20};
    result.inputs.audioAxis = {4, 10};
    result.inputs.tokens = {{"left", {0, 4}, false, 0}, {"right", {5, 10}, false, 1}};
    result.inputs.words = {{"left", {0, 4}, 0, 1}, {"right", {5, 10}, 1, 1}};
    result.relevance.links.textImage = FloatArray(Shape{2, 2, 4}, std::vector<float>{4, 1, 0, 0, 4, 1, 0, 0, //
                                                                                     0, 0, 1, 6, 0, 0, 1, 6});
    result.relevance.links.textAudio = FloatArray(Shape{2, 4}, std::vector<float>{0, 2, 2, 0, 0, 0, 0, 5});
    return result;
}

} // namespace

class LinkTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void regionsAreWhereWordsLook() {
        const LinkTable table = linkTable(twoWords(), {});
        QCOMPARE(table.regions.size(), std::size_t{2});
        QCOMPARE(table.regions[0].units, (std::vector<int>{3, 7})); // the stronger first
        QCOMPARE(table.regions[1].units, (std::vector<int>{0, 4}));
    }

    void weightsAreSumsOfTheWordsOwnMap() {
        const LinkTable table = linkTable(twoWords(), {});
        QCOMPARE(table.wordRegion.row({0})[0], 0.0F);
        QCOMPARE(table.wordRegion.row({0})[1], 8.0F);
        QCOMPARE(table.wordRegion.row({1})[0], 12.0F);
        QCOMPARE(table.largest, 12.0);
    }

    void momentsAreTheStrongestStretches() {
        const LinkTable table = linkTable(twoWords(), {});
        QVERIFY(table.moments[0] && table.moments[1]);
        QCOMPARE(table.moments[0]->begin, 1);
        QCOMPARE(table.moments[0]->end, 3);
        QCOMPARE(table.moments[1]->sum, 5.0);
    }

    void weakWordsBringNoRegion() {
        RunResult result = twoWords();
        for (float& value : result.relevance.links.textImage.row({0}))
            value *= 0.01F;
        QCOMPARE(linkTable(result, {}).regions.size(), std::size_t{1});
    }

    void emptyLinksGiveAnEmptyTable() {
        RunResult result = twoWords();
        result.relevance.links = {};
        const LinkTable table = linkTable(result, {});
        QVERIFY(table.regions.empty());
        QCOMPARE(table.largest, 0.0);
        QCOMPARE(table.moments.size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(LinkTableTest)
#include "link_table_test.moc"
