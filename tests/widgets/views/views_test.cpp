// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMouseEvent>
#include <QSet>
#include <QTest>
#include <QTreeView>
#include <algorithm>
#include <array>

#include "tests/widgets/support/fake_service.h"
#include "widgets/panels/linked_state.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"
#include "widgets/views/attention_overview/attention_overview_view.h"
#include "widgets/views/layers_heads/layers_heads_view.h"
#include "widgets/views/links/links_view.h"
#include "widgets/views/registry.h"
#include "widgets/views/scores/scores_view.h"
#include "widgets/views/token_paths/token_paths_view.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

struct Fixture {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    LinkedState state{session};

    explicit Fixture(std::function<void(RunResult&)> alter = {}) {
        service->alter = std::move(alter);
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        (void)QTest::qWaitFor([this] { return session.state() == Session::State::Done; });
    }
};

// Towers that meet only in a score: each looks at itself, and the target reads its first row.
void makeTwoTowers(RunResult& result) {
    result.relevance.links = {};
    result.attention.clear();
    const int patches = test::gridEdge * test::gridEdge;
    const int tokens = static_cast<int>(result.inputs.tokens.size());
    for (int layer = 0; layer < 2; ++layer) {
        AttentionMap vision{"vision.layers." + std::to_string(layer) + ".attention",
                            "vision",
                            layer,
                            false,
                            FloatArray({2, patches + 1, patches + 1}, 1.0F / static_cast<float>(patches + 1)),
                            {{Modality::Image, 1, patches}},
                            {{Modality::Image, 1, patches}},
                            std::vector<float>(static_cast<std::size_t>(patches) + 1)};
        vision.readout.front() = 1;
        vision.weights.row({1, 0})[7] = 0.9F; // one patch in the second head
        AttentionMap text{"text.layers." + std::to_string(layer) + ".attention",
                          "text",
                          layer,
                          false,
                          FloatArray({2, tokens, tokens}, 1.0F / static_cast<float>(tokens)),
                          {{Modality::Text, 0, tokens}},
                          {{Modality::Text, 0, tokens}},
                          std::vector<float>(static_cast<std::size_t>(tokens))};
        text.readout.back() = 1;
        result.attention.push_back(vision);
        result.attention.push_back(text);
    }
}

// A text of many words, each of which looks at a patch of its own.
void makeLong(RunResult& result) {
    constexpr int words = 2000;
    const int patches = test::gridEdge * test::gridEdge;
    result.inputs.words.clear();
    result.inputs.tokens.clear();
    result.attention.clear();
    result.relevance = {};
    result.relevance.links.textImage = FloatArray({words, test::gridEdge, test::gridEdge});
    for (int word = 0; word < words; ++word) {
        result.inputs.words.push_back({std::to_string(word), {2 * word, 2 * word + 1}, word, 1});
        result.inputs.tokens.push_back({std::to_string(word), {2 * word, 2 * word + 1}, false, word});
        result.relevance.links.textImage.row({word})[static_cast<std::size_t>(word % patches)] =
            word % 100 == 0 ? 1.0F : 0.1F;
    }
}

// Regions of a detector, and no picture of them.
void makeRegionsWithoutPicture(RunResult& result) {
    result.inputs.picture = {};
    result.inputs.patchGrid = {};
    result.inputs.regions = {{0, 0, 0.5, 0.5}, {0.5, 0, 1, 0.5}, {0, 0.5, 1, 1}};
    const auto tokens = static_cast<std::int64_t>(result.inputs.tokens.size());
    AttentionMap map{"fusion.layers.0.cross_attention",
                     "fusion",
                     0,
                     true,
                     FloatArray({2, tokens, 3}, 1.0F / 3),
                     {{Modality::Text, 0, static_cast<int>(tokens)}},
                     {{Modality::Image, 0, 3}}};
    map.weights.row({0, 4})[2] = 0.9F;
    result.attention = {map};
    result.relevance = {};
}

} // namespace

class ViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void registryIsCompleteAndEveryViewDraws() {
        Fixture fixture;
        QSet<QString> ids;
        for (const ViewDescriptor& descriptor : views()) {
            QVERIFY(!ids.contains(QLatin1String(descriptor.id)));
            ids.insert(QLatin1String(descriptor.id));
            QVERIFY(!viewLabel(descriptor).isEmpty());
            QVERIFY(descriptor.canShow(*fixture.session.result()));
            const std::unique_ptr<View> view(descriptor.create(fixture.state));
            view->resize(520, 240);
            QImage plain(view->size(), QImage::Format_RGB32);
            plain.fill(Qt::white);
            QImage drawn = plain;
            view->render(&drawn, {}, {}, QWidget::DrawChildren);
            QVERIFY(drawn != plain);
        }
    }

    // A probability fills its own scale, however large the other scores are.
    void scoresOfEachKindHaveTheirScale() {
        Fixture fixture([](RunResult& result) {
            result.targetValue = 3.0;
            result.scores = {{"scores.match", FloatArray({1}, 0.9526F)},
                             {"scores.image_text", FloatArray({1, 1}, 20.0F)},
                             {"scores.image_audio", FloatArray({1, 1}, -10.0F)}};
        });
        const ScoresView view(fixture.state);
        QCOMPARE(view.bars().size(), std::size_t{3});
        const ScoresView::Bar& match = view.bars().front();
        QVERIFY(match.isTarget);
        QVERIFY2(match.note.contains(QStringLiteral("3.00")),
                 qPrintable(match.note)); // as the target is called elsewhere
        QCOMPARE(view.extent(match).first, 0.0);
        QVERIFY(std::abs(view.extent(match).second - 0.9526) < 1e-6);
        for (const ScoresView::Bar& bar : view.bars())
            if (bar.value < 0)
                QVERIFY(std::abs(view.extent(bar).second - 1.0 / 3) < 1e-9); // from -10 to 0 on a scale to 20
    }

    // Where no table holds what is explained, it still stands there.
    void theTargetIsAmongTheScores() {
        Fixture fixture([](RunResult& result) {
            result.scores.clear();
            result.targetValue = -7.25;
        });
        const ScoresView view(fixture.state);
        QCOMPARE(view.bars().size(), std::size_t{1});
        QCOMPARE(view.bars().front().value, -7.25);
        QVERIFY(view.bars().front().isTarget);
    }

    void clickOnASmallMapSelectsLayerAndHead() {
        Fixture fixture;
        LayersHeadsView view(fixture.state);
        view.resize(600, 260);
        view.show();
        const int runs = fixture.session.display().values().head;
        QTest::mouseClick(&view, Qt::LeftButton, {}, {140, 40});
        const DisplayValues& values = fixture.session.display().values();
        QCOMPARE(values.method, std::string("attention"));
        QCOMPARE(values.layer, test::layerCount - 1); // the last layer is on top
        QCOMPARE(values.headMode, DisplayValues::HeadMode::One);
        QVERIFY(values.head > runs);
    }

    void fewerLinksAboveAHigherThreshold() {
        Fixture fixture;
        LinksView view(fixture.state);
        view.resize(520, 260);
        DisplayValues values = fixture.session.display().values();
        values.linkThreshold = 0;
        fixture.session.display().set(values);
        const int all = view.drawnCount();
        values.linkThreshold = fixture.state.table().largest * 0.8;
        fixture.session.display().set(values);
        QVERIFY(view.drawnCount() < all);
        QVERIFY(view.drawnCount() > 0);
        values.linkThreshold = fixture.state.table().largest * 1.1;
        fixture.session.display().set(values);
        QCOMPARE(view.drawnCount(), 0);
    }

    // Weak as it is, the region that a word is said to look at has a line.
    void aWordThatIsPointedAtKeepsItsStrongestLinks() {
        constexpr int weak = 1;
        Fixture fixture([](RunResult& result) {
            result.relevance.links = {};
            result.attention.clear();
            const auto tokens = static_cast<std::int64_t>(result.inputs.tokens.size());
            FloatArray& links = result.relevance.links.textImage;
            links = FloatArray({tokens, test::gridEdge, test::gridEdge});
            links.row({result.inputs.words[0].firstToken})[20] = 1.0F;
            links.row({result.inputs.words[weak].firstToken})[170] = 0.05F;
        });
        LinksView view(fixture.state);
        view.resize(520, 260);
        QCOMPARE(view.threshold(), 0.1 * fixture.state.table().largest);
        const auto isDrawn = [&] { return view.litCount() > 0; };
        QVERIFY(!isDrawn());
        const int all = view.drawnCount();
        const QImage plain = view.grab().toImage();
        fixture.session.selection().hover({Modality::Text, {weak}});
        QCOMPARE(fixture.state.regionNumber(), 0); // no number, but a place
        QCOMPARE(view.litCount(), 1);
        QCOMPARE(view.drawnCount(), all);
        QVERIFY(view.grab().toImage() != plain);
        fixture.session.selection().hover({Modality::Text, {0}});
        QCOMPARE(view.litCount(), 1);
        fixture.session.selection().unhover();
        QVERIFY(!isDrawn());
    }

    void noMoreThanTheStrongestLinksAreDrawn() {
        Fixture fixture;
        LinksView view(fixture.state);
        view.resize(520, 300);
        DisplayValues values = fixture.session.display().values();
        values.linkThreshold = 0;
        fixture.session.display().set(values);
        view.setStrongest(3);
        QCOMPARE(view.drawnCount(), 3);
    }

    void pathsAreAskedForWhenTheyAreLookedAt() {
        Fixture fixture;
        TokenPathsView view(fixture.state);
        view.resize(520, 260);
        QVERIFY(fixture.service->studies.empty());
        view.show();
        QCOMPARE(fixture.service->studies.size(), std::size_t{1});
        const auto& [request, callbacks] = fixture.service->studies.front();
        QVERIFY(request.kind == StudyKind::Paths);
        StudyReport report;
        report.id = request.id;
        report.kind = request.kind;
        TokenPaths& paths = report.paths.emplace_back();
        paths.stream = "vision";
        paths.layers = {"vision.hidden.embed", "vision.layers.0.hidden"};
        paths.modalities = {Modality::Image, Modality::Image, Modality::Text};
        paths.units = {0, 5, 1};
        paths.points = FloatArray({2, 3, 2});
        std::ranges::copy(std::array{0.F, 0.F, 1.F, 0.F, -1.F, 0.5F, 0.F, 1.F, 1.F, 0.2F, -1.F, -0.5F},
                          paths.points.values().begin());
        paths.shownShares = {0.5, 0.75};
        callbacks.finished(request.id, report);
        QTRY_VERIFY(view.paths());
        QCOMPARE(view.layer(), 1);
        const QImage whole = view.grab().toImage();
        // Pointing at a dot selects its patch everywhere.
        const QPointF at = view.positionOf(1, 1);
        QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(&view, &move);
        QCOMPARE(fixture.session.selection().source(), (std::optional<widgets::UnitSet>{{Modality::Image, {5}}}));
        fixture.session.selection().unhover();
        view.showLayer(0);
        QVERIFY(view.grab().toImage() != whole);
        QVERIFY(view.positionOf(0, 0) != view.positionOf(0, 1));
    }

    void aLongTextIsShownByItsStrongestWords() {
        Fixture fixture(makeLong);
        LinksView view(fixture.state);
        view.resize(520, 300);
        view.show();
        const std::vector<int>& words = view.shownWords();
        QVERIFY(words.size() < 30);
        QVERIFY(std::ranges::is_sorted(words));
        const auto strong = std::ranges::count_if(words, [](int word) { return word % 100 == 0; });
        QVERIFY(strong >= 6); // one for each region at least
        // What is pointed at has a row, however weak it is.
        fixture.session.selection().pin({Modality::Text, {1234}});
        QVERIFY(std::ranges::find(view.shownWords(), 1234) != view.shownWords().end());
    }

    void twoTowersShowWhatTheTargetReads() {
        Fixture fixture(makeTwoTowers);
        LayersHeadsView view(fixture.state);
        view.resize(600, 260);
        view.show();
        QVERIFY(view.shown() == Modality::Image);
        const QImage pictures = view.grab().toImage();
        view.setShown(Modality::Text);
        QVERIFY(view.grab().toImage() != pictures);
        // A click opens that head in the panels.
        view.setShown(Modality::Image);
        DisplayValues values = fixture.session.display().values();
        values.method = "attention";
        values.layer = 0;
        values.headMode = DisplayValues::HeadMode::One;
        values.head = 1;
        fixture.session.display().set(values);
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        const Heat& heat = fixture.state.heat(Modality::Image);
        QCOMPARE(heat.map.shape(), (Shape{test::gridEdge, test::gridEdge}));
        QCOMPARE(heat.map.values()[6], 0.9F); // behind the class token
    }

    void layersPlayOneAfterAnother() {
        Fixture fixture;
        LayersHeadsView view(fixture.state);
        DisplayValues values = fixture.session.display().values();
        values.method = "attention";
        values.layer = test::layerCount - 1;
        fixture.session.display().set(values);
        view.play(true);
        QTRY_COMPARE(fixture.session.display().values().layer, 0);
        view.play(false);
    }

    void regionsWithoutAPictureAreShownAndLinked() {
        Fixture fixture(makeRegionsWithoutPicture);
        QVERIFY(!fixture.state.isMissing(Modality::Image));
        QVERIFY(fixture.state.readsRegions());
        LayersHeadsView view(fixture.state);
        QVERIFY(view.shown() == Modality::Image);
        DisplayValues values = fixture.session.display().values();
        values.method = "attention";
        fixture.session.display().set(values);
        QTRY_COMPARE(fixture.session.state(), Session::State::Done);
        fixture.session.selection().pin({Modality::Text, {3}});
        QCOMPARE(fixture.state.heat(Modality::Image).map.size(), std::size_t{3});
        QVERIFY(!fixture.state.table().regions.empty());
    }

    void theOverviewListsEveryHeadAndOpensOne() {
        Fixture fixture;
        AttentionOverviewView view(fixture.state);
        view.resize(700, 300);
        view.show();
        QAbstractItemModel* rows = view.table().model();
        QTRY_COMPARE(rows->rowCount(), test::layerCount * test::headCount);
        if (const QByteArray folder = qgetenv("TRIPTYCH_LOOK"); !folder.isEmpty())
            view.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/overview.png"));
        view.table().sortByColumn(2, Qt::AscendingOrder);
        const double first = rows->index(0, 2).data(Qt::UserRole + 3).toDouble();
        const double last = rows->index(rows->rowCount() - 1, 2).data(Qt::UserRole + 3).toDouble();
        QVERIFY(first < last);
        // Sharpest: the last layer's heads look at least evenly.
        const QRect cell = view.table().visualRect(rows->index(0, 0));
        QTest::mouseClick(view.table().viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(fixture.session.display().values().method, std::string("attention"));
        QCOMPARE(fixture.session.display().values().layer, test::layerCount - 1);
    }
};

QTEST_MAIN(ViewsTest)
#include "views_test.moc"
