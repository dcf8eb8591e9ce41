// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/causes_view.h"

#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/support/fake_service.h"
#include "widgets/models/sample_model.h"
#include "widgets/panels/linked_state.h"
#include "widgets/session/settings_history.h"
#include "widgets/views/causes/intervention_choices.h"
#include "widgets/views/causes/intervention_list.h"
#include "widgets/views/causes/study_grid_view.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr int red = 2;
constexpr int ring = 3;
constexpr int striped = 7; // two tokens

struct Fixture {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    LinkedState state{session};
    SettingsHistory history{session};
    std::unique_ptr<CausesView> view;

    Fixture() {
        service->alter = [this](RunResult& result) {
            if (!session.runSettings().interventions.empty())
                result.targetBefore = result.targetValue + 1;
        };
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        (void)QTest::qWaitFor([this] { return session.state() == Session::State::Done; });
        view = std::make_unique<CausesView>(state);
        view->resize(900, 260);
    }
    QPushButton* button(const char* name) const { return view->findChild<QPushButton*>(QString::fromLatin1(name)); }
    const std::vector<Intervention>& interventions() const { return session.runSettings().interventions; }
    bool settles() const {
        return QTest::qWaitFor([this] { return session.state() == Session::State::Done && !session.isOutOfDate(); });
    }
};

} // namespace

class CausesViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsOfferedWithoutASelection() {
        Fixture fixture;
        for (const char* name : {"knockOut", "erase", "swap", "head"})
            QVERIFY2(!fixture.button(name)->isEnabled() && !fixture.button(name)->isVisibleTo(fixture.view.get()),
                     name);
        fixture.session.selection().pin({Modality::Text, {ring}});
        QVERIFY(fixture.button("erase")->isVisibleTo(fixture.view.get()));
        fixture.session.selection().clear();
        QVERIFY(!fixture.button("knockOut")->toolTip().isEmpty());
    }

    void aWordAndTheRegionThatItLooksAt() {
        Fixture fixture;
        fixture.session.selection().pin({Modality::Text, {ring}});
        fixture.button("knockOut")->click();
        QCOMPARE(fixture.interventions().size(), std::size_t{1});
        const auto knock = std::get<KnockOut>(fixture.interventions().front());
        const int token = fixture.state.result()->inputs.words[ring].firstToken;
        QCOMPARE(knock.from->units, (std::vector<int>{token}));
        QVERIFY(knock.to.modality == Modality::Image);
        QVERIFY(knock.to.units == fixture.state.focus(Modality::Image).units);
        QVERIFY(fixture.settles());
        QCOMPARE(fixture.session.result()->request.interventions, fixture.interventions());
    }

    void aPinnedRegionGoesBeforeTheOneThatLightsUp() {
        Fixture fixture;
        fixture.session.selection().pin({Modality::Text, {striped}});
        fixture.session.selection().addPin({Modality::Image, {1, 2, 3}});
        fixture.button("knockOut")->click();
        const auto knock = std::get<KnockOut>(fixture.interventions().front());
        QCOMPARE(knock.from->units.size(), std::size_t{2}); // a word's tokens
        QCOMPARE(knock.to.units, (std::vector<int>{1, 2, 3}));
    }

    void everythingSelectedIsErased() {
        Fixture fixture;
        fixture.session.selection().pin({Modality::Text, {ring}});
        fixture.session.selection().addPin({Modality::Image, {1, 2}});
        fixture.button("erase")->click();
        QCOMPARE(fixture.interventions().size(), std::size_t{2});
    }

    void aWordIsSwapped() {
        Fixture fixture;
        fixture.session.selection().pin({Modality::Text, {ring}});
        fixture.button("swap")->click();
        auto* line = fixture.view->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("star"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(fixture.interventions() == std::vector<Intervention>{(SwapWord{ring, "star"})});
    }

    // The engine swaps words of the sample; what is shown has been swapped already.
    void aSecondSwapCountsWordsOfTheSample() {
        Fixture fixture;
        fixture.service->alter = [](RunResult& result) {
            if (result.request.interventions.empty())
                return;
            result.targetBefore = result.targetValue + 1;
            std::vector<Word>& words = result.inputs.words; // "a small dark red ring ..." of "red" as "dark-red"
            const std::int64_t from = words[red].chars.from;
            words[red].text = "dark";
            words[red].chars = {from, from + 4};
            for (std::size_t later = ring; later < words.size(); ++later) {
                words[later].chars.from += 5;
                words[later].chars.to += 5;
            }
            words.insert(words.begin() + ring, Word{"-red", {from + 4, from + 8}, words[ring].firstToken, 1});
        };
        const auto swap = [&](int shownWord, const QString& by) {
            fixture.session.selection().pin({Modality::Text, {shownWord}});
            fixture.button("swap")->click();
            auto* line = fixture.view->findChild<QLineEdit*>();
            QTest::keyClicks(line, by);
            QTest::keyClick(line, Qt::Key_Return);
            QVERIFY(fixture.settles());
        };
        swap(red, QStringLiteral("dark-red"));
        QCOMPARE(sampleWords(*fixture.state.result()), (std::vector<int>{0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9}));
        swap(ring + 1, QStringLiteral("star"));
        const std::vector<Intervention> both{SwapWord{red, "dark-red"}, SwapWord{ring, "star"}};
        QVERIFY(fixture.interventions() == both);
        swap(ring, QStringLiteral("blue")); // "-red" is a part of what stands for "red"
        const std::vector<Intervention> again{SwapWord{red, "blue"}, SwapWord{ring, "star"}};
        QVERIFY(fixture.interventions() == again);
    }

    void activationsComeFromAnotherSample() {
        Fixture fixture;
        SampleModel samples;
        projects::SampleEntry other;
        other.sample = test::fakeSample();
        other.sample.id = "other";
        other.sample.items.push_back({Modality::Text, "a second text", {}});
        samples.setEntries({fixture.session.entry(), other});
        fixture.session.setSamples(&samples);
        QVERIFY(!fixture.button("patch")->isEnabled());
        fixture.session.selection().pin({Modality::Text, {striped}});
        QVERIFY(fixture.button("patch")->isEnabled());
        QMenu* donors = fixture.button("patch")->menu();
        Q_EMIT donors->aboutToShow();
        QCOMPARE(donors->actions().size(), 1); // not from itself
        QVERIFY(donors->actions().front()->text().contains(QStringLiteral("other")));
        donors->actions().front()->trigger();
        const auto patch = std::get<PatchActivation>(fixture.interventions().at(0));
        QCOMPARE(patch.units.units.size(), std::size_t{2}); // a word's tokens
        QCOMPARE(patch.sites, std::string("*.hidden"));
        QCOMPARE(patch.source.id, std::string("other"));
        QCOMPARE(patch.source.of(Modality::Text).size(), std::size_t{1});
        QVERIFY(describe(fixture.interventions().front(), fixture.state.result()).contains(QStringLiteral("other")));

        DisplayValues values = fixture.state.display();
        values.method = "attention";
        values.layer = 1;
        fixture.session.display().set(values);
        QVERIFY(fixture.settles());
        const auto shown = patchesFrom(other.sample, fixture.state);
        QCOMPARE(shown.size(), std::size_t{1});
        QVERIFY2(shown.front().sites.ends_with(".layers.1.hidden"), shown.front().sites.c_str());
    }

    void theShownHeadIsRemoved() {
        Fixture fixture;
        DisplayValues values = fixture.state.display();
        values.method = "attention";
        values.headMode = DisplayValues::HeadMode::One;
        values.layer = 1;
        values.head = 2;
        fixture.session.display().set(values);
        QVERIFY(fixture.settles());
        fixture.button("head")->click();
        const auto heads = std::get<ScaleHeads>(fixture.interventions().front());
        QCOMPARE(heads.heads, (std::vector<int>{2}));
        QCOMPARE(heads.factor, 0.0);
        QVERIFY(heads.maps.find(".layers.1.") != std::string::npos);
    }

    void theyAreTakenBackOneByOneAndUndone() {
        Fixture fixture;
        fixture.session.selection().pin({Modality::Text, {ring}});
        fixture.button("erase")->click();
        QVERIFY(fixture.settles());
        fixture.session.selection().pin({Modality::Text, {1}});
        fixture.button("erase")->click();
        QVERIFY(fixture.settles());
        QCOMPARE(fixture.interventions().size(), std::size_t{2});
        auto* list = fixture.view->findChild<InterventionList*>();
        QTRY_COMPARE(list->findChildren<QToolButton*>().size(), 2);
        list->findChildren<QToolButton*>().front()->click();
        QCOMPARE(fixture.interventions().size(), std::size_t{1});
        fixture.history.stack().undo();
        QCOMPARE(fixture.interventions().size(), std::size_t{2});
        fixture.history.stack().undo();
        fixture.history.stack().undo();
        QVERIFY(fixture.interventions().empty());
    }

    void anotherSampleForgetsUnitsButNotHeads() {
        Fixture fixture;
        RunSettings settings = fixture.session.runSettings();
        settings.interventions = {Erase{{Modality::Text, {1}}}, ScaleHeads{}};
        fixture.session.setRunSettings(settings);
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        entry.sample.id = "another";
        fixture.session.setSample(entry);
        QVERIFY(fixture.interventions() == std::vector<Intervention>{ScaleHeads{}});
    }

    void aStudyIsDrawnAsItGrows() {
        Fixture fixture;
        auto* grid = fixture.view->findChild<StudyGridView*>();
        const QImage empty = grid->grab().toImage();
        StudyRequest request;
        fixture.session.study().start(request);
        const auto study = fixture.service->studies.front();
        StudyReport report;
        report.id = study.request.id;
        report.base = 1;
        report.grid = StudyGrid{{"fusion.layers.0.cross_attention", "fusion.layers.1.cross_attention"},
                                {"1", "2"},
                                FloatArray({2, 2}, {1.0F, -3.0F, std::nanf(""), std::nanf("")})};
        study.callbacks.grown(report);
        QTRY_VERIFY(fixture.session.study().report().has_value());
        const QImage drawn = grid->grab().toImage();
        QVERIFY(drawn != empty);
        const auto colour = [&](int row, int column) {
            return drawn.pixelColor((grid->cellRect({row, column}).center() * drawn.devicePixelRatio()).toPoint());
        };
        QVERIFY(colour(0, 1).blue() > colour(0, 1).red()); // the target falls
        QVERIFY(grid->cellAt(grid->cellRect({1, 0}).center()) == (StudyGridView::Cell{1, 0}));
        QVERIFY(!grid->cellAt({2, 2}).has_value());
    }

    // What was found stays in sight, dimmed, until another sample is shown.
    void aStudyOutlivesAChange() {
        Fixture fixture;
        auto* grid = fixture.view->findChild<StudyGridView*>();
        fixture.session.study().start({});
        const auto study = fixture.service->studies.front();
        StudyReport report;
        report.id = study.request.id;
        report.grid = StudyGrid{{"fusion.layers.0.cross_attention"}, {"1", "2"}, FloatArray({1, 2}, {1.0F, -3.0F})};
        study.callbacks.finished(study.request.id, report);
        QTRY_VERIFY(!fixture.session.study().isRunning());
        const QImage fresh = grid->grab().toImage();
        fixture.session.selection().pin({Modality::Text, {ring}});
        fixture.button("erase")->click();
        QVERIFY(fixture.settles());
        QVERIFY(!fixture.session.study().report());
        QVERIFY(grid->cellAt(grid->cellRect({0, 1}).center()).has_value());
        QVERIFY(grid->grab().toImage() != fresh);
        projects::SampleEntry other;
        other.sample = test::fakeSample();
        other.sample.id = "another";
        fixture.session.setSample(other);
        QVERIFY(!grid->cellAt(grid->cellRect({0, 1}).center()).has_value());
    }

    void wordsForInterventions() {
        Fixture fixture;
        const RunResult* result = fixture.state.result();
        const int token = result->inputs.words[ring].firstToken;
        KnockOut knock;
        knock.from.emplace().units = {token};
        knock.to = {Modality::Image, {1, 2}};
        const QString words = describe(Intervention(knock), result);
        QVERIFY2(words.contains(QStringLiteral("ring")) && words.contains(QStringLiteral("2")), qPrintable(words));
        QCOMPARE(shortPlace("fusion.layers.0.cross_attention"), QStringLiteral("fusion 1 cross"));
        QCOMPARE(shortPlace("vision.pool.attention"), QStringLiteral("vision pool"));
    }

    // What a layer would write stands in its cell.
    void theLensShowsWords() {
        StudyGrid grid;
        grid.rows = {"decoder.layers.0.hidden", "decoder.layers.1.hidden"};
        grid.columns = {"a", "ring"};
        grid.values = FloatArray({2, 2});
        grid.values.row({1})[0] = 0.9F;
        grid.values.row({1})[1] = 0.4F;
        grid.texts = {"of", "the", "a", "ring"};
        StudyGridView view;
        view.resize(360, 120);
        view.setGrid(grid, 0);
        const QImage words = view.grab().toImage();
        QString pointed;
        connect(&view, &StudyGridView::pointed, &view, [&](const QString& text) { pointed = text; });
        QMouseEvent move(QEvent::MouseMove, view.cellRect({1, 1}).center(), QPointF(), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(&view, &move);
        QVERIFY2(pointed.contains(QStringLiteral("“ring”")), qPrintable(pointed));
        grid.texts.clear();
        view.setGrid(grid, 0);
        QVERIFY(view.grab().toImage() != words);
        if (const QByteArray folder = qgetenv("TRIPTYCH_LOOK"); !folder.isEmpty())
            words.save(QString::fromLocal8Bit(folder) + QStringLiteral("/lens.png"));
    }
};

QTEST_MAIN(CausesViewTest)
#include "causes_view_test.moc"
