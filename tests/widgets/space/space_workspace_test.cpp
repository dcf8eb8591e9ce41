// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/space_workspace.h"

#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QSlider>
#include <QSplitter>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <numeric>

#include "tests/widgets/support/space_fixture.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/number_slider.h"
#include "widgets/panels/view_window.h"
#include "widgets/space/corpus_source.h"
#include "widgets/space/finding_model.h"
#include "widgets/space/judgement_view.h"
#include "widgets/space/part_weights_bar.h"
#include "widgets/space/ranking_moves.h"
#include "widgets/space/recall_view.h"
#include "widgets/space/selection_bar.h"
#include "widgets/space/softmax_view.h"
#include "widgets/theme/theme.h"
#include "widgets/vtk/gl_support.h"
#include "widgets/vtk/vtk_view.h"

using namespace triptych;
using namespace triptych::widgets;
using Fixture = test::SpaceFixture;
using test::entryNamed, test::entryWith, test::sampleCount;

namespace {

void clickAt(MapOverlay& overlay, const QPointF& at, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(&overlay, Qt::LeftButton, modifiers, at.toPoint());
}

// Pixels of the picture that are not the map's ground.
int inkedPixels(const QImage& image, const QColor& ground) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) != ground;
    return count;
}

} // namespace

class SpaceWorkspaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSampleOfWhatIsClickedIsShownEverywhere() {
        Fixture fixture;
        EmbedWorkspace workspace(fixture.desk);
        fixture.show(workspace);
        const int item = fixture.itemOf(Modality::Text, 3);
        const std::string id = fixture.desk.space().item(item).row.id;
        fixture.samples.setEntries({entryNamed("0141"), entryNamed(id)});
        QTRY_VERIFY(fixture.desk.isSettled());
        fixture.desk.space().click(fixture.itemOf(Modality::Text, 3));
        QCOMPARE(fixture.session.entry().sample.id, id);
        // Nothing of the samples stands behind another item: the sample stays.
        fixture.desk.space().click(fixture.itemOf(Modality::Text, 5));
        QCOMPARE(fixture.session.entry().sample.id, id);
    }

    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        theme::install(*qApp);
    }

    void embedsTheSamplesWhenItIsFirstShown() {
        Fixture f;
        QVERIFY(f.corpora->embedded.empty());
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        QCOMPARE(f.corpora->embedded.size(), std::size_t{1});
        QFile list(QString::fromStdString(f.corpora->embedded.front().items.string()));
        QVERIFY(list.open(QIODevice::ReadOnly));
        const QJsonObject line = QJsonDocument::fromJson(list.readLine()).object();
        QCOMPARE(line[QStringLiteral("id")].toString(), QStringLiteral("0141"));
        QCOMPARE(f.desk.space().items().size(), std::size_t{3 * sampleCount});
        QCOMPARE(f.desk.space().pairs().size(), std::size_t{2 * sampleCount});
    }

    void clickDrawsTrueNeighboursAndFillsTheTable() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        MapOverlay& overlay = workspace.map().map().overlay();
        const int item = f.itemOf(Modality::Audio, 3);
        clickAt(overlay, overlay.positionOf(item));
        QCOMPARE(f.desk.space().current(), item);
        QTRY_COMPARE(f.desk.space().neighbours().size(), std::size_t{5});
        QCOMPARE(f.desk.space().neighbours().front().first, f.itemOf(Modality::Audio, 4));
        QCOMPARE(workspace.selection().model().rowCount(), 1);
        // Shift adds, Escape clears.
        clickAt(overlay, overlay.positionOf(f.itemOf(Modality::Image, 7)), Qt::ShiftModifier);
        QCOMPARE(workspace.selection().model().rowCount(), 2);
        QTest::keyClick(&overlay, Qt::Key_Escape);
        QVERIFY(f.desk.space().selected().empty());
    }

    void searchesOnTheDeviceInUse() {
        Fixture f;
        RunSettings settings = f.session.runSettings();
        settings.device = "cuda:1";
        f.session.setRunSettings(settings);
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QCOMPARE(f.corpora->searched.back().device, std::string("cuda:1"));
    }

    void noPointLiesUnderTheFigures() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        MapOverlay& overlay = workspace.map().map().overlay();
        for (const QSize& size : {QSize(1280, 760), QSize(900, 900), QSize(1600, 620)}) {
            workspace.resize(size);
            QTest::qWait(20);
            QVERIFY(!overlay.qualityBox().isEmpty());
            for (int item = 0; item < static_cast<int>(f.desk.space().items().size()); ++item) {
                const QPoint at = overlay.positionOf(item).toPoint();
                QVERIFY(!overlay.qualityBox().contains(at));
                QVERIFY(overlay.rect().adjusted(40, 40, -4, -4).contains(at));
            }
        }
    }

    void theShownSampleIsMarkedAndAskedFor() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QLineEdit& words = workspace.retrieval().query().edit();
        projects::SampleEntry entry = entryWith("103", {});
        entry.sample.items.front().text = "a blue star";
        f.session.showSample(entry);
        QCOMPARE(words.text(), QStringLiteral("a blue star"));
        QCOMPARE(f.desk.space().shownSample(),
                 (std::vector<int>{f.itemOf(Modality::Image, 3), f.itemOf(Modality::Text, 3),
                                   f.itemOf(Modality::Audio, 3)}));
        // A click on an item shows its sample and leaves the query; so does any sample once the user has asked.
        f.samples.setEntries({entry, entryWith("105", {})});
        QTRY_VERIFY(f.desk.isSettled());
        f.desk.space().click(f.itemOf(Modality::Image, 5));
        QCOMPARE(f.session.entry().sample.id, std::string("105"));
        QCOMPARE(words.text(), QStringLiteral("a blue star"));
        workspace.retrieval().query().setText(QStringLiteral("a red ring"));
        f.session.showSample(entryWith("106", {}));
        QCOMPARE(words.text(), QStringLiteral("a red ring"));
    }

    void manySelectedItemsAreSearchedWithTogether() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        SelectionBar* bar = workspace.map().map().selectionBar();
        QVERIFY(!bar->isVisible());
        std::vector<int> selected(20);
        std::iota(selected.begin(), selected.end(), 0);
        f.desk.space().select(selected);
        QVERIFY(bar->isVisible());
        const QueryBar& query = workspace.retrieval().query();
        QTest::mouseClick(&bar->searchButton(), Qt::LeftButton);
        QCOMPARE(f.corpora->searched.back().terms.size(), selected.size());
        QVERIFY(query.edit().text().isEmpty());
        QCOMPARE(query.partCount(), std::size_t{1});
    }

    void standsInASmallWindow() {
        Fixture f;
        EmbedWorkspace embed(f.desk);
        RetrieveWorkspace retrieve(f.desk);
        f.show(embed);
        f.show(retrieve);
        for (QWidget* workspace : std::initializer_list<QWidget*>{&embed, &retrieve}) {
            workspace->resize(600, 640);
            QTRY_VERIFY(workspace->minimumWidth() <= 420);
            workspace->resize(420, 640);
            QTRY_COMPARE(workspace->size(), QSize(420, 640));
        }
        QVERIFY(retrieve.retrieval().width() <= 420);
        QVERIFY(retrieve.retrieval().query().edit().width() >= 160);
    }

    void theQueryHasTheKeysOnEntry() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QCOMPARE(workspace.focusWidget(), &workspace.retrieval().query().edit());
        workspace.map().map().overlay().setFocus();
        workspace.hide();
        workspace.show();
        QCOMPARE(workspace.focusWidget(), &workspace.retrieval().query().edit());
    }

    void aKindThatTheCorpusLacksIsNotSought() {
        Fixture f;
        f.corpora->hasPictures = false;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QVERIFY(!f.corpora->searched.empty());
        QVERIFY(f.corpora->searched.back().target == Modality::Text);
        QVERIFY(!f.desk.retrieval().hits().empty());
    }

    void lassoSelectsWhatItEncloses() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        MapOverlay& overlay = workspace.map().map().overlay();
        overlay.setTool(MapTool::Lasso);
        const QPoint at = overlay.positionOf(f.itemOf(Modality::Image, 3)).toPoint();
        QTest::mousePress(&overlay, Qt::LeftButton, {}, at + QPoint(-12, -12));
        for (const QPoint& corner : {QPoint(12, -12), QPoint(12, 12), QPoint(-12, 12)}) {
            QMouseEvent move(QEvent::MouseMove, at + corner, overlay.mapToGlobal(QPointF(at + corner)), Qt::LeftButton,
                             Qt::LeftButton, {});
            QCoreApplication::sendEvent(&overlay, &move);
        }
        QTest::mouseRelease(&overlay, Qt::LeftButton, {}, at + QPoint(-12, 12));
        QCOMPARE(f.desk.space().selected(), std::vector<int>{f.itemOf(Modality::Image, 3)});
    }

    void findsRanksAndExplainsHits() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        workspace.retrieval().query().edit().setText(QStringLiteral("a red ring"));
        QTest::keyClick(&workspace.retrieval().query().edit(), Qt::Key_Return);
        QTRY_VERIFY(f.desk.isSettled());
        const SearchRequest& asked = f.corpora->searched.back();
        QCOMPARE(std::get<SampleItem>(asked.terms.front().what).text, std::string("a red ring"));
        QCOMPARE(f.desk.retrieval().hits().front().place, (CorpusPlace{Modality::Image, f.corpora->bestHit}));
        QVERIFY(f.desk.retrieval().placeInLayout().has_value());
        // Reasons come for what is in sight; the hit is explained beside the query.
        const int before = f.service->startCount;
        workspace.grab();
        QTRY_VERIFY(workspace.isSettled());
        QVERIFY(f.service->startCount > before);
    }

    void selectionIsOneInMapGalleryAndTable() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        HitGallery& gallery = workspace.retrieval().gallery();
        QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {}, gallery.cardRect(1).center());
        const int second = f.itemOf(Modality::Image, f.corpora->bestHit + 1);
        QCOMPARE(f.desk.space().selected(), std::vector<int>{second});
        const SelectionModel& table = workspace.selection().model();
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.index(0, SelectionModel::Rank).data().toInt(), 2);
        const QByteArray csv = table.toCsv();
        QVERIFY(csv.startsWith("rank,sample,modality"));
        QVERIFY(csv.contains("2,\"105\",image,\"105.png\",0.86602"));
    }

    void temperatureSharpensTheSoftmax() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QSlider* slider = workspace.retrieval().softmax().slider().slider();
        slider->setValue(slider->maximum());
        const double flat = f.desk.retrieval().probabilities().front();
        slider->setValue(slider->minimum());
        QVERIFY(f.desk.retrieval().probabilities().front() > 0.99);
        QVERIFY(flat < 0.2);
    }

    void regionsAndWordsAreEmbeddedAndWeighed() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        PartWeightsBar& bar = workspace.retrieval().weights();
        QVERIFY(bar.embedButton().isVisible() && !bar.slider(1).isVisible());
        f.corpora->embedError = Error{ErrorCode::FileMissing, "The disk is full.", ""};
        QTest::mouseClick(&bar.embedButton(), Qt::LeftButton);
        QTRY_COMPARE(bar.note().text(), QStringLiteral("The disk is full."));
        f.corpora->embedError.reset();
        f.desk.space().click(f.itemOf(Modality::Image, 3));
        const std::size_t layouts = f.corpora->projected.size();
        QTest::mouseClick(&bar.embedButton(), Qt::LeftButton);
        QTRY_VERIFY(f.desk.isSettled());
        QVERIFY(f.corpora->embedded.back().parts);
        QVERIFY(f.corpora->embedded.back().out == f.desk.space().info()->folder);
        QTRY_VERIFY(bar.slider(1).isVisible());
        // The map and what is selected in it stay.
        QCOMPARE(f.corpora->projected.size(), layouts);
        QCOMPARE(f.desk.space().current(), f.itemOf(Modality::Image, 3));
        bar.slider(0).slider()->setValue(0);
        bar.slider(1).slider()->setValue(10);
        QTRY_VERIFY(workspace.isSettled());
        const PartWeights weights{0, 0.5, 0};
        QCOMPARE(f.corpora->searched.back().weights, weights);
        QTRY_COMPARE(f.corpora->judged.back().weights, weights);
        QVERIFY(f.desk.retrieval().hits().front().parts->bestRegion.has_value());
        // Nothing at all cannot be weighed.
        bar.slider(1).slider()->setValue(0);
        QCOMPARE(f.corpora->searched.back().weights, PartWeights{});
    }

    void termsCanPointAway() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QueryBar& query = workspace.retrieval().query();
        query.addTerm({CorpusPlace{Modality::Image, 2}, -1});
        QCOMPARE(f.corpora->searched.back().terms.size(), std::size_t{2});
        QCOMPARE(f.corpora->searched.back().terms.back().weight, -1.0);
        query.setTarget(Modality::Audio);
        QVERIFY(f.corpora->searched.back().target == Modality::Audio);
    }

    void saysWhyASearchFailed() {
        Fixture f;
        f.corpora->searchError = Error{ErrorCode::ModelMismatch, "The corpus was made by another model.", ""};
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        QVERIFY(f.desk.retrieval().error().has_value());
        QVERIFY(f.desk.retrieval().hits().empty());
    }

    void aWrongHitAsksItsQueryAgain() {
        Fixture f;
        DirectionResult direction;
        direction.from = Modality::Text;
        direction.to = Modality::Image;
        direction.hardest.push_back({{Modality::Text, 3}, "103", {Modality::Image, 8}, "108", 0.9F, 0.4F, 5});
        f.corpora->report.directions = {{}, direction};
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        JudgementView& judgement = workspace.retrieval().judgement();
        QCOMPARE(judgement.page(), JudgementView::Recall);
        QTest::mouseClick(&judgement.recall(), Qt::LeftButton, {}, judgement.recall().rowRect(1).center());
        QCOMPARE(judgement.page(), JudgementView::WrongHits);
        QVERIFY(!workspace.retrieval().softmax().isVisible());
        QCOMPARE(judgement.findings().rowCount(), 1);
        const QModelIndex line = judgement.table().model()->index(0, FindingModel::OwnRank);
        QCOMPARE(line.data().toInt(), 5);
        QTest::mouseClick(judgement.table().viewport(), Qt::LeftButton, {},
                          judgement.table().visualRect(line).center());
        const SearchRequest& asked = f.corpora->searched.back();
        QCOMPARE(asked.terms, (std::vector<QueryTerm>{{CorpusPlace{Modality::Text, 3}, 1}}));
        QVERIFY(asked.target == Modality::Image);
        QCOMPARE(f.desk.space().selected(),
                 (std::vector<int>{f.itemOf(Modality::Image, 8), f.itemOf(Modality::Text, 3)}));
        QCOMPARE(f.desk.space().current(), f.itemOf(Modality::Text, 3));
    }

    void doubtfulItemsAreListedAndSaved() {
        Fixture f;
        f.corpora->report.mismatched = {"102"};
        f.corpora->report.nearDuplicates = {{{Modality::Image, 1}, "101", {Modality::Image, 6}, "106", 0.999F}};
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        JudgementView& judgement = workspace.retrieval().judgement();
        judgement.showPage(JudgementView::WrongHits);
        QCOMPARE(judgement.findings().rowCount(), 0);
        judgement.showPage(JudgementView::Doubtful);
        QCOMPARE(judgement.findings().rowCount(), 2);
        QCOMPARE(judgement.findings().finding(0).first, (CorpusPlace{Modality::Image, 2}));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("cleaning.csv"));
        QCOMPARE(JudgementView::save(judgement.cleaningTable(), file), QString());
        QFile list(file);
        QVERIFY(list.open(QIODevice::ReadOnly));
        QCOMPARE(list.readAll(), QByteArray("problem,id,other,score\nmismatched,102,,\n"
                                            "near_duplicate_image,101,106,0.999000\n"));
        const QString nowhere = folder.filePath(QStringLiteral("none/cleaning.csv"));
        QVERIFY(!JudgementView::save(judgement.cleaningTable(), nowhere).isEmpty());
    }

    void theCorpusMayChangeWhileItsListIsSaved() {
        Fixture f;
        f.corpora->report.mismatched = {"102"};
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        JudgementView& judgement = workspace.retrieval().judgement();
        judgement.showPage(JudgementView::Doubtful);
        QTest::mouseClick(judgement.findChild<QToolButton*>(), Qt::LeftButton);
        auto* dialog = judgement.findChild<QFileDialog*>();
        QVERIFY(dialog);
        Q_EMIT f.desk.space().corpusChanged();
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("cleaning.csv"));
        Q_EMIT dialog->fileSelected(file);
        QFile list(file);
        QVERIFY(list.open(QIODevice::ReadOnly));
        QVERIFY(list.readAll().contains("mismatched,102"));
        dialog->close();
    }

    void aSecondModelRanksBeside() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        RankingMoves& moves = workspace.retrieval().moves();
        QVERIFY(!moves.isVisible());
        const std::size_t embeddings = f.corpora->embedded.size();
        workspace.retrieval().compareWith("builtin-plain");
        QTRY_VERIFY(workspace.isSettled());
        QVERIFY(moves.isVisible());
        QCOMPARE(f.corpora->embedded.size(), embeddings + 1);
        QCOMPARE(f.corpora->embedded.back().model, std::string("builtin-plain"));
        // Its best hit is one row before that of the first model, whose last hit it is.
        QCOMPARE(moves.moveOf(0), QStringLiteral("+11"));
        QCOMPARE(moves.moveOf(1), QStringLiteral("−1"));
        QTest::mouseClick(moves.viewport(), Qt::LeftButton, {}, moves.rowRect(RankingMoves::Other, 1).center());
        QCOMPARE(f.desk.space().selected(), std::vector<int>{f.itemOf(Modality::Image, f.corpora->bestHit)});
        // The next query is asked of both.
        const std::size_t searches = f.corpora->searched.size();
        workspace.retrieval().query().setText(QStringLiteral("a blue star"));
        QTRY_VERIFY(workspace.isSettled());
        QCOMPARE(f.corpora->searched.size(), searches + 2);
        workspace.retrieval().compareWith({});
        QVERIFY(!moves.isVisible());
    }

    void panelsGoToWindowsOfTheirOwnAndBack() {
        Fixture f;
        RetrieveWorkspace workspace(f.desk);
        f.show(workspace);
        for (QWidget* panel : std::initializer_list<QWidget*>{&workspace.map(), &workspace.selection()}) {
            auto* splitter = qobject_cast<QSplitter*>(panel->parentWidget());
            QVERIFY(splitter);
            const int place = splitter->indexOf(panel);
            ViewWindow* window = ViewWindow::detach(*panel);
            QVERIFY(window && ViewWindow::of(*panel) == window);
            QVERIFY(QTest::qWaitForWindowExposed(window));
            QCOMPARE(window->windowTitle(), panel->accessibleName());
            QVERIFY(window->backButton()->isVisible());
            QTest::mouseClick(window->backButton(), Qt::LeftButton);
            QCOMPARE(splitter->indexOf(panel), place);
            QVERIFY(panel->isVisible() && !ViewWindow::of(*panel));
        }
        ViewWindow* window = ViewWindow::detach(workspace.map());
        QVERIFY(inkedPixels(workspace.map().map().grab().toImage(), theme::current().panel) > 1000);
        window->close();
        QVERIFY(workspace.isAncestorOf(&workspace.map()));
        QVERIFY(inkedPixels(workspace.map().map().grab().toImage(), theme::current().panel) > 1000);
    }

    void panelsThatScrollHaveWindowsToo() {
        Fixture f;
        EmbedWorkspace embed(f.desk);
        RetrieveWorkspace retrieve(f.desk);
        f.show(embed);
        f.show(retrieve);
        for (Panel* panel : std::initializer_list<Panel*>{&embed.corpus(), &retrieve.retrieval()}) {
            QWidget* workspace = panel->window();
            auto* button = panel->findChild<WindowButton*>();
            QVERIFY(button);
            QTest::mouseClick(button, Qt::LeftButton);
            QWidget* window = panel->window();
            QVERIFY(window != workspace);
            QCOMPARE(window->windowTitle(), panel->accessibleName());
            window->close();
            QVERIFY(workspace->isAncestorOf(panel));
        }
    }

    void embeddingCanBePaused() {
        Fixture f;
        f.corpora->holdsEmbedding = true;
        EmbedWorkspace workspace(f.desk);
        workspace.show();
        QTRY_VERIFY(f.desk.space().isMaking());
        f.desk.space().pauseMaking(true);
        QCOMPARE(f.corpora->paused.size(), std::size_t{1});
        f.desk.space().pauseMaking(false);
        f.corpora->finishEmbedding();
        QTRY_VERIFY(f.desk.isSettled());
        QVERIFY(f.desk.space().info().has_value());
    }

    void mapShowsPointsWithAndWithoutOpenGl() {
        Fixture f;
        EmbedWorkspace workspace(f.desk);
        f.show(workspace);
        MapView& map = workspace.map().map();
        QCOMPARE(map.overlay().paintsPoints(), !hasGl());
        const QImage picture = map.grab().toImage();
        QVERIFY(inkedPixels(picture, theme::current().panel) > 1000);
        const QPoint at = map.overlay().positionOf(f.itemOf(Modality::Image, 0)).toPoint();
        const QColor point = picture.pixelColor(at * picture.devicePixelRatio());
        QCOMPARE(point.name(), theme::current().image.hue.name());
    }

    void firstVtkFrameIsRightAndSurvivesAnotherWindow() {
        if (!hasGl())
            QSKIP("This display gives no OpenGL 3.2 core context; the test runs again on one that does.");
        Fixture f;
        auto workspace = std::make_unique<EmbedWorkspace>(f.desk);
        f.show(*workspace);
        VtkView* view = workspace->map().map().vtk();
        QVERIFY(view);
        QImage frame = view->grabFramebuffer();
        QCOMPARE(view->glError(), 0U);
        QCOMPARE(frame.pixelColor(2, frame.height() / 2).name(), theme::current().panel.name());
        QVERIFY(inkedPixels(frame, theme::current().panel) > 1000);
        QWidget other;
        workspace->setParent(&other);
        other.resize(900, 700);
        workspace->setGeometry(other.rect());
        workspace->show();
        other.show();
        QVERIFY(QTest::qWaitForWindowExposed(&other));
        frame = view->grabFramebuffer();
        QCOMPARE(view->glError(), 0U);
        QVERIFY(inkedPixels(frame, theme::current().panel) > 1000);
        workspace->setParent(nullptr);
    }
};

int main(int argc, char** argv) {
    prepareForGl();
    QApplication application(argc, argv);
    SpaceWorkspaceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "space_workspace_test.moc"
