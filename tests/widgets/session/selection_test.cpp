// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/selection.h"

#include <QSignalSpy>
#include <QTest>

using namespace triptych;
using namespace triptych::widgets;

class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hoverGoesBeforePins() {
        Selection selection;
        selection.pin({Modality::Text, {3}});
        QCOMPARE(selection.source(), (UnitSet{Modality::Text, {3}}));
        selection.hover({Modality::Image, {40}});
        QVERIFY(selection.source()->modality == Modality::Image);
        selection.unhover();
        QVERIFY(selection.source()->modality == Modality::Text);
    }

    void setsAreSortedAndWithoutRepeats() {
        Selection selection;
        selection.pin({Modality::Audio, {7, 2, 7, 3}});
        QCOMPARE(selection.pinned().front().units, (std::vector<int>{2, 3, 7}));
        QVERIFY(selection.isPinned(Modality::Audio, 3));
        QVERIFY(!selection.isPinned(Modality::Text, 3));
    }

    void addingJoinsTheSameModality() {
        Selection selection;
        selection.addPin({Modality::Text, {1}});
        selection.addPin({Modality::Image, {5}});
        selection.addPin({Modality::Text, {4}});
        QCOMPARE(selection.pinned().size(), std::size_t{2});
        QCOMPARE(selection.source(), (UnitSet{Modality::Text, {1, 4}}));
        selection.pin({Modality::Text, {9}});
        QCOMPARE(selection.pinned().size(), std::size_t{1});
    }

    void emptySetsClearAndNothingIsSaidTwice() {
        Selection selection;
        QSignalSpy spy(&selection, &Selection::changed);
        selection.hover({Modality::Text, {1}});
        selection.hover({Modality::Text, {1}});
        QCOMPARE(spy.count(), 1);
        selection.hover({Modality::Text, {}});
        QVERIFY(!selection.source());
        selection.clear();
        selection.unhover();
        QCOMPARE(spy.count(), 2);
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"
