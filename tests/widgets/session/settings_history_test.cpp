// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/settings_history.h"

#include <QTest>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

struct Fixture {
    Session session{std::make_shared<test::FakeService>()};
    SettingsHistory history{session};

    template<typename Edit>
    void change(Edit edit) {
        DisplayValues values = session.display().values();
        edit(values);
        session.display().set(values);
    }
};

} // namespace

class SettingsHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choicesAreUndoneOneByOne() {
        Fixture fixture;
        fixture.change([](DisplayValues& values) { values.colourMap = "viridis"; });
        fixture.change([](DisplayValues& values) { values.method = "attention"; });
        fixture.history.stack().undo();
        QCOMPARE(fixture.session.display().values().method, DisplayValues().method);
        QCOMPARE(fixture.session.display().values().colourMap, std::string("viridis"));
        fixture.history.stack().undo();
        QCOMPARE(fixture.session.display().values(), DisplayValues());
        fixture.history.stack().redo();
        fixture.history.stack().redo();
        QCOMPARE(fixture.session.display().values().method, std::string("attention"));
    }

    void aSliderIsOneStep() {
        Fixture fixture;
        for (int step = 1; step <= 8; ++step)
            fixture.change([&](DisplayValues& values) { values.opacity = 0.1 * step; });
        QCOMPARE(fixture.history.stack().count(), 1);
        fixture.history.stack().undo();
        QCOMPARE(fixture.session.display().values().opacity, DisplayValues().opacity);
    }

    void runSettingsAreUndoneToo() {
        Fixture fixture;
        RunSettings settings = fixture.session.runSettings();
        settings.target = "match";
        fixture.session.setRunSettings(settings);
        fixture.history.stack().undo();
        QCOMPARE(fixture.session.runSettings().target, RunSettings().target);
    }

    void interventionsOfAFormerSampleStayAway() {
        Fixture fixture;
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        fixture.session.setSample(entry);
        RunSettings settings = fixture.session.runSettings();
        settings.interventions = {Erase{{Modality::Text, {1}}}, ScaleHeads{"*", {0}, 0}};
        fixture.session.setRunSettings(settings);
        fixture.history.stack().undo();
        QVERIFY(fixture.session.runSettings().interventions.empty());
        fixture.history.stack().redo();
        QCOMPARE(fixture.session.runSettings().interventions.size(), std::size_t{2});
        const int steps = fixture.history.stack().count();
        entry.sample.id = "another";
        entry.sample.items.pop_back();
        fixture.session.setSample(entry);
        // That the erased word went with its sample is no step of its own.
        QCOMPARE(fixture.history.stack().count(), steps);
        fixture.history.stack().undo();
        fixture.history.stack().redo();
        QCOMPARE(fixture.session.runSettings().interventions, (std::vector<Intervention>{ScaleHeads{"*", {0}, 0}}));
    }

    void anEditedTextComesBackWithWhatWasKnownOfIt() {
        Fixture fixture;
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        entry.truth.emplace();
        fixture.session.setSample(entry);
        fixture.session.editText(QStringLiteral("two blue stars"));
        QCOMPARE(fixture.history.undoText(), QStringLiteral("text"));
        projects::SampleEntry other = entry;
        other.sample.id = "another";
        fixture.session.setSample(other);
        // The sample that was edited is shown again.
        fixture.history.stack().undo();
        QCOMPARE(fixture.session.entry(), entry);
        fixture.history.stack().redo();
        QCOMPARE(fixture.session.currentText(), QStringLiteral("two blue stars"));
        QVERIFY(!fixture.session.entry().truth);
        QCOMPARE(fixture.session.entry().sample.id, entry.sample.id);
    }

    void otherStepsAreUndoneInTheirPlace() {
        Fixture fixture;
        int value = 0;
        fixture.change([](DisplayValues& values) { values.colourMap = "viridis"; });
        fixture.history.push(
            "step", [&] { value = 1; }, [&] { value = 2; });
        QCOMPARE(value, 1);
        fixture.history.stack().undo();
        QCOMPARE(value, 2);
        QCOMPARE(fixture.session.display().values().colourMap, std::string("viridis"));
        fixture.history.clear();
        QVERIFY(!fixture.history.stack().canUndo());
    }

    void anotherModelStartsAnew() {
        Fixture fixture;
        fixture.change([](DisplayValues& values) { values.colourMap = "viridis"; });
        RunSettings settings = fixture.session.runSettings();
        settings.model = "builtin-plain";
        fixture.session.setRunSettings(settings);
        QVERIFY(!fixture.history.stack().canUndo());
        QCOMPARE(fixture.session.runSettings().model, std::string("builtin-plain"));
    }
};

QTEST_MAIN(SettingsHistoryTest)
#include "settings_history_test.moc"
