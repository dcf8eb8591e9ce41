// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/session.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

projects::SampleEntry bilingual() {
    projects::SampleEntry entry;
    entry.sample = test::fakeSample();
    entry.sample.items.push_back({Modality::Text, "\xe4\xb8\x80\xe4\xb8\xaa\xe7\xba\xa2\xe7\x8e\xaf", {}});
    entry.sample.items.push_back({Modality::Audio, {}, "0142.zh.wav"});
    entry.languages = {"en", "zh"};
    entry.spokenText = {0, 1};
    return entry;
}

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSampleRunsAtOnce() {
        Session session(std::make_shared<test::FakeService>());
        QCOMPARE(session.state(), Session::State::Empty);
        session.setSample(bilingual());
        QCOMPARE(session.state(), Session::State::Running);
        QTRY_COMPARE(session.state(), Session::State::Done);
        QVERIFY(session.result());
        QVERIFY(!session.isOutOfDate());
    }

    void theRequestHoldsOneItemOfEachModality() {
        Session session(std::make_shared<test::FakeService>());
        session.showSample(bilingual());
        QCOMPARE(session.request().sample.items.size(), std::size_t{3});
        QCOMPARE(session.request().sample.of(Modality::Audio).front().file.string(), std::string("0142.en.wav"));
        session.chooseText(1);
        QCOMPARE(session.request().sample.of(Modality::Audio).front().file.string(), std::string("0142.zh.wav"));
        QCOMPARE(session.request().sample.of(Modality::Text).front().text,
                 bilingual().sample.of(Modality::Text)[1].text);
    }

    void displayNeverRunsTheModelButTheMethodDoes() {
        auto service = std::make_shared<test::FakeService>();
        Session session(service);
        session.setSample(bilingual());
        QTRY_COMPARE(session.state(), Session::State::Done);
        DisplayValues values = session.display().values();
        values.layer = 2;
        values.headMode = DisplayValues::HeadMode::Max;
        values.opacity = 0.3;
        session.display().set(values);
        QCOMPARE(service->startCount, 1);
        QVERIFY(!session.isOutOfDate());
        values.method = "attention";
        session.display().set(values);
        QCOMPARE(service->startCount, 2);
        QVERIFY(session.isOutOfDate());
        QTRY_VERIFY(!session.isOutOfDate());
        QCOMPARE(session.result()->request.method, std::string("attention"));
    }

    void anotherMethodForgetsTheParametersOfTheFormer() {
        Session session(std::make_shared<test::FakeService>());
        RunSettings settings;
        settings.parameters["start_layer"] = "last";
        session.setRunSettings(settings);
        DisplayValues values = session.display().values();
        values.method = "rollout";
        session.display().set(values);
        QVERIFY(session.runSettings().parameters.empty());
    }

    void aFailureIsKeptAndARetryClearsIt() {
        auto service = std::make_shared<test::FakeService>();
        service->nextError = Error{ErrorCode::OutOfMemory, "Not enough.", "cpu"};
        Session session(service);
        session.setSample(bilingual());
        QTRY_COMPARE(session.state(), Session::State::Error);
        QCOMPARE(session.lastError()->where, std::string("cpu"));
        service->nextError.reset();
        session.run();
        QVERIFY(!session.lastError());
        QTRY_COMPARE(session.state(), Session::State::Done);
    }

    void anEditedTextRunsAndDropsWhatWasKnownOfIt() {
        auto service = std::make_shared<test::FakeService>();
        Session session(service);
        projects::SampleEntry entry = bilingual();
        entry.truth.emplace();
        session.setSample(entry);
        session.editText(QStringLiteral("two blue stars"));
        QCOMPARE(session.currentText(), QStringLiteral("two blue stars"));
        QVERIFY(!session.entry().truth);
        QCOMPARE(service->startCount, 2);
    }

    void aWrittenTokenIsTheTargetOfItsSampleOnly() {
        Session session(std::make_shared<test::FakeService>());
        session.setSample(bilingual());
        const auto aimAtToken = [&] {
            RunSettings settings = session.runSettings();
            settings.target = "token:2";
            session.setRunSettings(settings);
            return session.runSettings().target;
        };
        QCOMPARE(aimAtToken(), std::string("token:2"));
        session.chooseText(1);
        QCOMPARE(session.runSettings().target, RunSettings{}.target);
        aimAtToken();
        session.editText(QStringLiteral("two blue stars"));
        QCOMPARE(session.runSettings().target, RunSettings{}.target);
        aimAtToken();
        session.setSample(bilingual());
        QCOMPARE(session.runSettings().target, RunSettings{}.target);
        aimAtToken();
        RunSettings settings = session.runSettings();
        settings.model = "builtin-plain";
        session.setRunSettings(settings);
        QCOMPARE(session.runSettings().target, RunSettings{}.target);
    }

    void aResultOfAFormerSampleIsNotShown() {
        auto service = std::make_shared<test::FakeService>(false);
        Session session(service);
        session.setSample(bilingual());
        session.clearSample();
        service->finishNext();
        QTest::qWait(20);
        QVERIFY(!session.result());
        QCOMPARE(session.state(), Session::State::Empty);
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
