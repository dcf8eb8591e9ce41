// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/compare_workspace.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

#include "tests/widgets/support/fake_service.h"
#include "widgets/compare/agreement_matrix.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/compare/compare_cell.h"
#include "widgets/compare/compare_grid.h"
#include "widgets/compare/comparison.h"
#include "widgets/compare/difference_view.h"
#include "widgets/compare/range_bar.h"
#include "widgets/models/sample_model.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr int ringWord = 3;

projects::SampleEntry entryNamed(const std::string& id) {
    projects::SampleEntry entry;
    entry.sample = test::fakeSample();
    entry.sample.id = id;
    entry.spokenText = {0};
    return entry;
}

// Maps that differ: rollout is empty, plain maps are half as large and lie elsewhere.
void alterByRequest(RunResult& result) {
    if (result.request.method == "rollout")
        std::ranges::fill(result.relevance.image.values(), 0.0F);
    if (result.request.model == "builtin-plain")
        for (float& value : result.relevance.image.values())
            value = 0.5F * (result.relevance.image.values().front() - value) + 0.01F;
}

struct Fixture {
    std::shared_ptr<test::FakeService> service;
    Session session;
    SampleModel samples;
    CompareWorkspace workspace;

    explicit Fixture(bool answersAtOnce = true)
        : service(std::make_shared<test::FakeService>(answersAtOnce))
        , session(service)
        , workspace(session, samples) {
        service->alter = alterByRequest;
        samples.setEntries({entryNamed("0141"), entryNamed("0142"), entryNamed("0143")});
        session.showSample(samples.entry(1));
        workspace.resize(1360, 860);
    }

    [[nodiscard]] Comparison& comparison() const { return workspace.comparison(); }
    [[nodiscard]] CompareCell* cell(int index) const {
        return workspace.grid().cells()[static_cast<std::size_t>(index)];
    }
    template<typename T>
    [[nodiscard]] T* find() const {
        return workspace.findChild<T*>();
    }
    void show() {
        workspace.show();
        QVERIFY(QTest::qWaitFor([this] { return comparison().count() > 0 && comparison().isSettled(); }));
    }
};

void moveMouse(QWidget* widget, const QPointF& to) {
    QMouseEvent event(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

QPoint below(const CompareCell* cell) {
    return cell->pictureArea().center().toPoint();
}

} // namespace

class CompareWorkspaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void modelsByMethodsAreThere() {
        Fixture fixture;
        fixture.show();
        QCOMPARE(fixture.comparison().count(), 6);
        QCOMPARE(fixture.service->startCount, 6);
        QCOMPARE(fixture.comparison().doneCount(), 6);
        QCOMPARE(fixture.comparison().cells()[0].plan.request.method, std::string("chefer"));
        QCOMPARE(fixture.comparison().cells()[3].plan.request.model, std::string("builtin-plain"));
    }

    void nothingRunsWhileNobodyLooks() {
        Fixture fixture;
        QTest::qWait(20);
        QCOMPARE(fixture.service->startCount, 0);
    }

    void aFailedCellKeepsItsErrorAndTheOthersRun() {
        Fixture fixture(false);
        fixture.workspace.show();
        QTRY_COMPARE(fixture.service->startCount, 6);
        fixture.service->nextError = Error{ErrorCode::Unsupported, "This model has no such map.", {}};
        fixture.service->finishNext();
        fixture.service->nextError.reset();
        while (fixture.service->waitingCount() > 0)
            fixture.service->finishNext();
        QTRY_COMPARE(fixture.comparison().doneCount(), 5);
        QCOMPARE(fixture.comparison().cells()[0].run->state(), CellRun::State::Failed);
        QToolButton* retry = fixture.cell(0)->action();
        QVERIFY(retry->isVisible());
        QTest::mouseClick(retry, Qt::LeftButton);
        QCOMPARE(fixture.service->startCount, 7);
        fixture.service->finishNext();
        QTRY_COMPARE(fixture.comparison().doneCount(), 6);
        QVERIFY(!retry->isVisible());
    }

    void oneCellIsCanceledAlone() {
        Fixture fixture(false);
        fixture.workspace.show();
        QTRY_COMPARE(fixture.service->startCount, 6);
        fixture.service->progress({"forward", 1, 2});
        QTRY_COMPARE(fixture.comparison().cells()[0].run->state(), CellRun::State::Running);
        QTest::mouseClick(fixture.cell(0)->action(), Qt::LeftButton);
        QCOMPARE(fixture.service->canceled.size(), std::size_t{1});
    }

    // What waits must not stand before the runs of the view that is looked at.
    void cellsThatWaitLeaveTheQueueWhileNobodyLooks() {
        Fixture fixture(false);
        fixture.workspace.show();
        QTRY_COMPARE(fixture.service->startCount, 6);
        fixture.service->progress({"forward", 1, 2});
        QTRY_COMPARE(fixture.comparison().cells()[0].run->state(), CellRun::State::Running);
        fixture.workspace.hide();
        QCOMPARE(fixture.service->canceled.size(), std::size_t{5});
        fixture.workspace.show();
        QCOMPARE(fixture.service->startCount, 11);
        while (fixture.service->waitingCount() > 0)
            fixture.service->finishNext();
        QTRY_COMPARE(fixture.comparison().doneCount(), 6);
    }

    void clickAndShiftClickChooseThePair() {
        Fixture fixture;
        fixture.show();
        QTest::mouseClick(fixture.cell(1), Qt::LeftButton, {}, below(fixture.cell(1)));
        QTest::mouseClick(fixture.cell(5), Qt::LeftButton, Qt::ShiftModifier, below(fixture.cell(5)));
        QCOMPARE(fixture.comparison().first(), 1);
        QCOMPARE(fixture.comparison().second(), 5);
    }

    void theDifferenceIsSignedAndShrinksToNothingForAlikes() {
        Fixture fixture;
        fixture.show();
        const auto* view = fixture.find<DifferenceView>();
        const auto values = view->difference().values();
        QVERIFY(*std::ranges::min_element(values) < 0 && *std::ranges::max_element(values) > 0);
        const float clip = view->clip();
        QVERIFY(clip > 0);
        const FloatArray before = view->difference();
        fixture.comparison().swapPair();
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(view->difference().values()[i], -before.values()[i]);
    }

    void opposedMapsDisagreeAndEmptyOnesHaveNoOrder() {
        Fixture fixture;
        fixture.show();
        const auto* matrix = fixture.find<AgreementMatrix>();
        QVERIFY(*matrix->agreement(0, 3) < -0.9); // the plain model's map is turned over
        QVERIFY(!matrix->agreement(0, 2));        // rollout is empty here
        QCOMPARE(*matrix->agreement(0, 3), *matrix->agreement(3, 0));
    }

    void anEmptyMapLooksEmpty() {
        Fixture fixture;
        fixture.show();
        Comparison& comparison = fixture.comparison();
        QVERIFY(comparison.sharedEnd() > 0);
        comparison.setRange(Comparison::Range::PerCell);
        QCOMPARE(comparison.cells()[2].rangeEnd, 0.0F);
        QVERIFY(comparison.cells()[0].rangeEnd > 0);
        comparison.setRange(Comparison::Range::Shared);
        // Also on the range of the strong ones.
        const CompareCellState& empty = comparison.cells()[2];
        const QImage heat = cell_drawing::heatImage(scaled(empty.maps.maps.image, comparison.scale()),
                                                    comparison.colourMap(), empty.rangeEnd, {0, 0, 40, 40}, 1);
        for (int y = 0; y < heat.height(); ++y)
            for (int x = 0; x < heat.width(); ++x)
                QCOMPARE(qAlpha(heat.pixel(x, y)), 0);
        QVERIFY(!heat.isNull());
    }

    void theSharedRangeIsTheLargestOfAllCells() {
        Fixture fixture;
        fixture.show();
        Comparison& comparison = fixture.comparison();
        comparison.setScale(MapScale::Raw);
        for (const CompareCellState& cell : comparison.cells())
            QCOMPARE(cell.rangeEnd, comparison.sharedEnd());
        comparison.setRange(Comparison::Range::PerCell);
        float largest = 0;
        for (const CompareCellState& cell : comparison.cells())
            largest = std::max(largest, cell.rangeEnd);
        QCOMPARE(largest, comparison.sharedEnd());
        QVERIFY(fixture.find<RangeBar>()->sentence().contains(QStringLiteral("own range")));
    }

    // One strong map must not leave the others blank.
    void eachCellHasItsOwnRangeWhereOneDominates() {
        Fixture fixture;
        fixture.service->alter = [](RunResult& result) {
            FloatArray& map = result.relevance.image;
            std::ranges::fill(map.values(), 1.0F); // even: times even is 1 everywhere
            if (result.request.method == "relevancy" && result.request.model == "builtin")
                map.values().front() = 1000.0F;
        };
        fixture.show();
        Comparison& comparison = fixture.comparison();
        QVERIFY(!comparison.isRangeChosen());
        QVERIFY(comparison.range() == Comparison::Range::PerCell);
        QVERIFY(fixture.find<RangeBar>()->sentence().contains(QStringLiteral("own range")));
        comparison.setRange(Comparison::Range::Shared);
        QVERIFY(comparison.range() == Comparison::Range::Shared);
        // Its outline is as faint as its heat.
        std::vector<double> opacities;
        for (const CompareCellState& cell : comparison.cells())
            opacities.push_back(outlineOpacity(cell));
        QCOMPARE(*std::ranges::max_element(opacities), 1.0);
        QCOMPARE(*std::ranges::min_element(opacities), 0.0);
    }

    void wordsWithoutRoomAreScrolledTo() {
        Fixture fixture;
        fixture.workspace.resize(620, 560);
        fixture.show();
        CompareCell* cell = fixture.cell(0);
        const int last = static_cast<int>(test::fakeWords().size()) - 1;
        const auto isShown = [&](int word) {
            const std::vector<int> words = cell->shownWords();
            return std::ranges::find(words, word) != words.end();
        };
        QVERIFY(isShown(0) && !isShown(last));
        const QPointF at(20, cell->height() - 28);
        for (int notch = 0; notch < 10; ++notch) {
            QWheelEvent wheel(at, cell->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                              false);
            QCoreApplication::sendEvent(cell, &wheel);
        }
        QVERIFY(isShown(last));
        fixture.session.selection().hover({Modality::Text, {0}});
        QVERIFY(isShown(0));
    }

    void zoomAndHoverAreShared() {
        Fixture fixture;
        fixture.show();
        CompareCell* cell = fixture.cell(0);
        const QPointF at = cell->pictureArea().center();
        const QImage other = fixture.cell(4)->grab().toImage();
        moveMouse(cell, at);
        QVERIFY(fixture.comparison().hover().has_value());
        QVERIFY(fixture.cell(4)->grab().toImage() != other);
        QWheelEvent wheel(at, cell->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(cell, &wheel);
        QVERIFY(fixture.comparison().view().zoom() > 1.5);
        QTest::mouseDClick(cell, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(fixture.comparison().view().zoom(), 1.0);
    }

    void theSelectionOfWordsHoldsInEveryCell() {
        Fixture fixture;
        fixture.show();
        const FloatArray before = fixture.comparison().cells()[0].maps.maps.image;
        fixture.session.selection().pin({Modality::Text, {ringWord}});
        QVERIFY(fixture.comparison().cells()[0].maps.ofSource);
        QVERIFY(fixture.comparison().cells()[0].maps.maps.image != before);
    }

    void howFaithfulAMapIsStandsBelowIt() {
        Fixture fixture;
        fixture.show();
        QTRY_COMPARE(fixture.service->measurements.size(), std::size_t{1});
        const auto [request, callbacks] = fixture.service->measurements.back();
        QCOMPARE(request.run.method, std::string("chefer"));
        QualityReport report;
        report.id = request.id;
        QualityFigure deletion;
        deletion.metric = "deletion";
        deletion.value = 0.126;
        report.figures = {deletion};
        report.randomisation = Randomisation{Modality::Image, {{"text", 0.7}}, 1, 0.3, {}};
        const QImage before = fixture.cell(0)->grab().toImage();
        callbacks.finished(request.id, report);
        QTRY_COMPARE(fixture.comparison().quality().doneCount(), 1);
        QVERIFY(fixture.cell(0)->grab().toImage() != before);
        const QPoint figures = QPoint(20, qRound(fixture.cell(0)->pictureArea().bottom()) + 10);
        QHelpEvent help(QEvent::ToolTip, figures, fixture.cell(0)->mapToGlobal(figures));
        QCoreApplication::sendEvent(fixture.cell(0), &help);
        QVERIFY2(QToolTip::text().contains(QStringLiteral("0.126")), qPrintable(QToolTip::text()));
        QVERIFY(QToolTip::text().contains(QStringLiteral("Fails randomisation")));
        // The next map is measured now, until nobody looks.
        QTRY_COMPARE(fixture.service->measurements.size(), std::size_t{2});
        fixture.workspace.hide();
        QCOMPARE(fixture.service->canceledQuality.size(), std::size_t{1});
    }

    void layersByHeadsComeFromTheResult() {
        Fixture fixture;
        fixture.session.setSample(fixture.samples.entry(1));
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        fixture.comparison().setRows(Variation::Layers);
        fixture.comparison().setColumns(Variation::Heads);
        const int runs = fixture.service->startCount;
        fixture.show();
        QCOMPARE(fixture.service->startCount, runs);
        QCOMPARE(fixture.comparison().count(), 9);
        QCOMPARE(fixture.comparison().doneCount(), 9);
        QVERIFY(fixture.comparison().cells()[0].maps.maps.image != fixture.comparison().cells()[1].maps.maps.image);
    }

    void theSessionsOwnResultIsNotRunAgain() {
        Fixture fixture;
        fixture.session.setSample(fixture.samples.entry(1));
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        QCOMPARE(fixture.service->startCount, 1);
        fixture.show();
        // Its method and its raw attention are there; four of six cells are left.
        QCOMPARE(fixture.service->startCount, 1 + 4);
    }

    void theChangedModelStandsBesideTheUntouchedOne() {
        Fixture fixture;
        fixture.session.setSample(fixture.samples.entry(1));
        RunSettings settings = fixture.session.runSettings();
        settings.interventions = {ScaleHeads{}};
        fixture.session.setRunSettings(settings);
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        fixture.comparison().setColumns(Variation::Interventions);
        fixture.show();
        QCOMPARE(fixture.comparison().columns().values.size(), std::size_t{2});
        QVERIFY(fixture.comparison().cells()[0].plan.request.interventions.empty());
        QVERIFY(fixture.comparison().cells()[1].plan.request.interventions == settings.interventions);
        // The session's result is that of the changed model, and stands for no untouched cell.
        QVERIFY(fixture.comparison().cells()[0].result->request.interventions.empty());
    }

    void samplesAreRows() {
        Fixture fixture;
        fixture.comparison().setRows(Variation::Samples);
        fixture.show();
        QCOMPARE(fixture.comparison().cells()[0].plan.request.sample.id, std::string("0142"));
        QCOMPARE(fixture.comparison().cells()[3].plan.request.sample.id, std::string("0143"));
        QVERIFY(!fixture.comparison().cells()[3].plan.followsSelection);
    }

    void thereAreNeverMoreThanTwelveCells() {
        Fixture fixture;
        fixture.session.setSample(fixture.samples.entry(1));
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        Comparison& comparison = fixture.comparison();
        comparison.setRows(Variation::Layers);
        comparison.setColumns(Variation::Heads);
        std::vector<QString> all;
        for (const VariationValue& value : comparison.choices(Variation::Heads))
            all.push_back(value.id);
        comparison.chooseColumns(all);
        QCOMPARE(comparison.count(), 12);
        QCOMPARE(comparison.rows().values.size(), std::size_t{3});
    }

    void methodsAndHeadsDoNotCross() {
        Fixture fixture;
        fixture.comparison().setRows(Variation::Heads);
        QVERIFY(canCross(fixture.comparison().rows().variation, fixture.comparison().columns().variation));
        fixture.comparison().setColumns(Variation::Heads);
        QCOMPARE(fixture.comparison().columns().variation, Variation::Heads);
        QVERIFY(fixture.comparison().rows().variation != Variation::Heads);
    }

    void whatNoLongerFitsIsOutOfDateUntilItHasRunAgain() {
        Fixture fixture(false);
        fixture.workspace.show();
        QTRY_COMPARE(fixture.service->startCount, 6);
        while (fixture.service->waitingCount() > 0)
            fixture.service->finishNext();
        QTRY_COMPARE(fixture.comparison().doneCount(), 6);
        fixture.session.editText(QStringLiteral("a star"));
        QTRY_VERIFY(fixture.comparison().cells()[0].isOutOfDate());
        while (fixture.service->waitingCount() > 0)
            fixture.service->finishNext();
        QTRY_VERIFY(!fixture.comparison().cells()[0].isOutOfDate());
    }

    void looks() {
        const QByteArray folder = qgetenv("TRIPTYCH_LOOK");
        if (folder.isEmpty())
            QSKIP("TRIPTYCH_LOOK names no folder for pictures");
        for (const theme::Mode mode : {theme::Mode::Light, theme::Mode::Dark}) {
            theme::setMode(mode);
            Fixture fixture;
            fixture.show();
            fixture.session.selection().pin({Modality::Text, {ringWord}});
            moveMouse(fixture.cell(0), fixture.cell(0)->pictureArea().center());
            fixture.workspace.grab().save(QStringLiteral("%1/compare-%2.png")
                                              .arg(QString::fromLocal8Bit(folder), mode == theme::Mode::Dark
                                                                                       ? QStringLiteral("dark")
                                                                                       : QStringLiteral("light")));
        }
        theme::setMode(theme::Mode::Light);
    }
};

QTEST_MAIN(CompareWorkspaceTest)
#include "compare_workspace_test.moc"
