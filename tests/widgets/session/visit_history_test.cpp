// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/visit_history.h"

#include <QTest>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

projects::SampleEntry entryNamed(const std::string& id) {
    projects::SampleEntry entry;
    entry.sample = test::fakeSample();
    entry.sample.id = id;
    return entry;
}

} // namespace

class VisitHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesAndPinsComeBackInTheirOrder() {
        Session session(std::make_shared<test::FakeService>());
        VisitHistory history(session);
        session.setSample(entryNamed("a"));
        QTRY_COMPARE(session.state(), Session::State::Done);
        session.selection().pin({Modality::Text, {3}});
        session.setSample(entryNamed("b"));
        QTRY_COMPARE(session.state(), Session::State::Done);
        QVERIFY(session.selection().pinned().empty());

        history.back();
        QCOMPARE(session.entry().sample.id, std::string("a"));
        QVERIFY(session.selection().isPinned(Modality::Text, 3));
        history.back();
        QVERIFY(session.selection().pinned().empty());
        QVERIFY(!history.canGoBack());
        history.forward();
        history.forward();
        QCOMPARE(session.entry().sample.id, std::string("b"));
        QVERIFY(!history.canGoForward());
        QTRY_VERIFY(session.result() != nullptr);
    }

    void aNewStepForgetsWhatLayAhead() {
        Session session(std::make_shared<test::FakeService>());
        VisitHistory history(session);
        session.setSample(entryNamed("a"));
        session.setSample(entryNamed("b"));
        history.back();
        session.setSample(entryNamed("c"));
        QVERIFY(!history.canGoForward());
        history.back();
        QCOMPARE(session.entry().sample.id, std::string("a"));
    }

    void aSampleIsVisitedAsItIsNow() {
        Session session(std::make_shared<test::FakeService>());
        VisitHistory history(session);
        session.setSample(entryNamed("a"));
        session.editText(QStringLiteral("two blue stars"));
        session.setSample(entryNamed("b"));
        history.back();
        QCOMPARE(session.currentText(), QStringLiteral("two blue stars"));
        QVERIFY(!history.canGoBack());
    }

    void whatIsGoneIsNoPlaceToGoTo() {
        Session session(std::make_shared<test::FakeService>());
        VisitHistory history(session);
        for (const char* id : {"a", "b", "a", "c"})
            session.setSample(entryNamed(id));
        history.forget("a");
        history.back();
        QCOMPARE(session.entry().sample.id, std::string("b"));
        QVERIFY(!history.canGoBack());
        history.clear();
        QVERIFY(!history.canGoForward());
    }

    void hoveringLeavesNoTrace() {
        Session session(std::make_shared<test::FakeService>());
        VisitHistory history(session);
        session.setSample(entryNamed("a"));
        session.selection().hover({Modality::Text, {1}});
        session.selection().unhover();
        QVERIFY(!history.canGoBack());
    }
};

QTEST_MAIN(VisitHistoryTest)
#include "visit_history_test.moc"
