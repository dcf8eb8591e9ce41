// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/explain_workspace.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/panels/image_canvas.h"
#include "widgets/panels/link_overlay.h"
#include "widgets/panels/link_sentence.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/sound_canvas.h"
#include "widgets/panels/text_panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/panels/word_flow.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr int ringWord = 3;

projects::SampleEntry fakeEntry() {
    projects::SampleEntry entry;
    entry.sample = test::fakeSample();
    entry.languages = {"en"};
    entry.spokenText = {0};
    projects::Truth truth;
    std::int64_t at = 0;
    for (const test::FakeWord& word : test::fakeWords()) {
        const auto length = static_cast<std::int64_t>(std::string(word.text).size());
        truth.mentions.push_back({Modality::Text, 0, {at, at + length}, 0, 0, {}});
        truth.mentions.push_back({Modality::Audio, 0, {}, word.fromMs, word.toMs, {}});
        at += length + 1;
    }
    entry.truth = truth;
    return entry;
}

// Without a mouse: what a move of it to this place would send.
void moveMouse(QWidget* widget, const QPointF& to) {
    QMouseEvent event(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

struct PaintCount : QObject {
    int count = 0;

    bool eventFilter(QObject* /*watched*/, QEvent* event) override {
        count += event->type() == QEvent::Paint;
        return false;
    }
};

struct Fixture {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    ExplainWorkspace workspace{session};

    explicit Fixture(const QSize& size = {936, 876}) {
        workspace.resize(size);
        workspace.show();
        session.setSample(fakeEntry());
        (void)QTest::qWaitFor([this] { return session.state() == Session::State::Done; });
        QCoreApplication::processEvents();
    }

    template<typename T>
    T* find() const {
        return workspace.findChild<T*>();
    }
    void hoverRing() { moveMouse(find<WordFlow>(), find<WordFlow>()->chipRect(ringWord).center()); }
};

} // namespace

class ExplainWorkspaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void hoveringAWordChangesTheHeat() {
        Fixture fixture;
        const FloatArray before = fixture.workspace.linked().heat(Modality::Image).map;
        const QImage pictureBefore = fixture.find<ImageCanvas>()->grab().toImage();
        fixture.hoverRing();
        const LinkedState& linked = fixture.workspace.linked();
        QVERIFY(linked.heat(Modality::Image).map != before);
        QVERIFY(fixture.find<ImageCanvas>()->grab().toImage() != pictureBefore);
        // The ring lies at (0.22, 0.56) of the picture.
        const int peak = linked.region()->peak;
        QVERIFY(std::abs(peak / test::gridEdge - 7) <= 1);
        QVERIFY(std::abs(peak % test::gridEdge - 3) <= 1);
        // It is spoken from 830 to 1130 ms.
        const std::vector<int>& frames = linked.focus(Modality::Audio).units;
        QVERIFY(!frames.empty());
        QVERIFY(std::abs(frames.front() * test::msPerAudioFrame - 830) <= 2 * test::msPerAudioFrame);
        QCOMPARE(fixture.workspace.overlay().curveCount(), 3);
    }

    void leavingGivesTheTargetBack() {
        Fixture fixture;
        const FloatArray before = fixture.workspace.linked().heat(Modality::Image).map;
        fixture.hoverRing();
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(fixture.find<WordFlow>(), &leave);
        QCOMPARE(fixture.workspace.linked().heat(Modality::Image).map, before);
        QCOMPARE(fixture.workspace.overlay().curveCount(), 0);
    }

    // Curves pass behind what is read.
    void curvesLeaveTextAlone() {
        Fixture fixture;
        const auto seen = [&](const QRegion& region) {
            QImage image = fixture.workspace.grab().toImage();
            QImage part(image.size(), image.format());
            part.fill(Qt::black);
            QPainter painter(&part);
            painter.setClipRegion(region);
            painter.drawImage(0, 0, image);
            return part;
        };
        fixture.hoverRing();
        QCoreApplication::processEvents();
        auto& overlay = const_cast<LinkOverlay&>(fixture.workspace.overlay());
        const QRegion labels = overlay.labels();
        const QRect chip = fixture.find<TextPanel>()->chipRect(ringWord + 1, overlay.parentWidget()).toRect();
        QVERIFY(labels.contains(chip.center()));
        const QImage all = seen(QRegion(fixture.workspace.rect()));
        // Marks at the ends stay above everything.
        const QRegion inner =
            labels - fixture.find<SoundCanvas>()->geometry().translated(
                         fixture.find<SoundCanvas>()->parentWidget()->mapTo(&fixture.workspace, QPoint()));
        const QImage with = seen(inner);
        overlay.hide();
        QCOMPARE(seen(inner), with);
        QVERIFY(seen(QRegion(fixture.workspace.rect())) != all);
    }

    void curvesEndOnWordsThatAreSeen() {
        Fixture fixture;
        auto* words = fixture.find<WordFlow>();
        QTest::mouseClick(words, Qt::LeftButton, {}, words->chipRect(ringWord).center().toPoint());
        QCOMPARE(fixture.workspace.overlay().curveCount(), 3);
        Q_EMIT words->editRequested();
        QCOMPARE(fixture.workspace.overlay().curveCount(), 1); // from the region to the moment
        auto* editor = fixture.find<QPlainTextEdit>();
        QVERIFY(editor->isVisible());
        QTest::keyClick(editor, Qt::Key_Escape);
        QCoreApplication::processEvents();
        QTRY_COMPARE(fixture.workspace.overlay().curveCount(), 3);
    }

    void aPanelInAWindowOfItsOwnStaysLinked() {
        Fixture fixture;
        auto* panel = fixture.find<TextPanel>();
        ViewWindow* window = ViewWindow::detach(*panel);
        QVERIFY(window);
        auto* words = panel->findChild<WordFlow*>();
        moveMouse(words, words->chipRect(ringWord).center());
        QVERIFY(!fixture.workspace.linked().focus(Modality::Audio).units.empty());
        // Curves join what is side by side.
        QCOMPARE(fixture.workspace.overlay().curveCount(), 1);
        window->bringBack();
        QCoreApplication::processEvents();
        QVERIFY(fixture.workspace.isAncestorOf(panel));
        fixture.hoverRing();
        QCOMPARE(fixture.workspace.overlay().curveCount(), 3);
    }

    void clickPinsAndEscapeClears() {
        Fixture fixture;
        auto* words = fixture.find<WordFlow>();
        QTest::mouseClick(words, Qt::LeftButton, {}, words->chipRect(ringWord).center().toPoint());
        QVERIFY(fixture.session.selection().isPinned(Modality::Text, ringWord));
        QTest::keyClick(&fixture.workspace, Qt::Key_Escape);
        QVERIFY(fixture.session.selection().pinned().empty());
    }

    void directionIsSaidInWords() {
        Fixture fixture;
        fixture.hoverRing();
        QVERIFY(fixture.find<LinkSentence>()->text().contains(QStringLiteral("looks at")));
        DisplayValues values = fixture.session.display().values();
        values.direction = DisplayValues::Direction::LookedAtBy;
        fixture.session.display().set(values);
        QVERIFY(fixture.find<LinkSentence>()->text().contains(QStringLiteral("is looked at by")));
        QVERIFY(fixture.workspace.linked().heat(Modality::Image).map.empty()); // the image looks at nothing
    }

    void pictureIsLookedAtByWords() {
        Fixture fixture;
        auto* canvas = fixture.find<ImageCanvas>();
        const QRectF ring = canvas->patchesRect({8 * test::gridEdge + 3});
        moveMouse(canvas, ring.center());
        const LinkedState& linked = fixture.workspace.linked();
        QVERIFY(linked.source()->modality == Modality::Image);
        QCOMPARE(linked.maps().direction, numerics::LinkDirection::LookedAtBy);
        QVERIFY(!linked.maps().text.empty());
        QVERIFY(!linked.maps().audio.empty());
    }

    void emptyMapLooksEmpty() {
        Fixture fixture;
        DisplayValues values = fixture.session.display().values();
        values.rangeMode = DisplayValues::RangeMode::Fixed;
        values.fixedMaximum = 1000; // everything is weak beside this
        values.showOutline = false;
        fixture.session.display().set(values);
        const QImage weak = fixture.find<ImageCanvas>()->grab().toImage();
        values.opacity = 0;
        fixture.session.display().set(values);
        QCOMPARE(weak, fixture.find<ImageCanvas>()->grab().toImage());
    }

    void arrowsStepThroughWords() {
        Fixture fixture;
        auto* words = fixture.find<WordFlow>();
        QTest::keyClick(words, Qt::Key_Right);
        QTest::keyClick(words, Qt::Key_Right);
        QCOMPARE(fixture.session.selection().hovered()->units, std::vector<int>{1});
    }

    // A line around the ring, whose corners a rectangle would take with it.
    void aLassoPinsWhatItSurrounds() {
        Fixture fixture;
        auto* canvas = fixture.find<ImageCanvas>();
        canvas->setLasso(true);
        const QRectF picture = canvas->visiblePicture();
        const auto at = [&](double angle) {
            return QPointF(picture.x() + (0.3 + 0.15 * std::cos(angle)) * picture.width(),
                           picture.y() + (0.5 + 0.15 * std::sin(angle)) * picture.height());
        };
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(0).toPoint());
        for (int step = 1; step < 24; ++step)
            moveMouse(canvas, at(step * 0.26));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(6.2).toPoint());
        const auto& pinned = fixture.session.selection().pinned();
        QCOMPARE(pinned.size(), std::size_t{1});
        const int cols = test::gridEdge;
        QVERIFY(pinned.front().contains(cols / 2 * cols + 3 * cols / 10)); // its middle
        QVERIFY(!pinned.front().contains(static_cast<int>(0.37 * cols) * cols + static_cast<int>(0.16 * cols)));
        QVERIFY(pinned.front().units.size() > 6 && pinned.front().units.size() < 25);
    }

    void aDragEndsWithItsResult() {
        Fixture fixture;
        auto* canvas = fixture.find<ImageCanvas>();
        auto* sound = fixture.find<SoundCanvas>();
        const QPoint middle = canvas->visiblePicture().center().toPoint();
        for (const bool lassoes : {false, true}) {
            canvas->setLasso(lassoes);
            QTest::mousePress(canvas, Qt::LeftButton, {}, middle);
            moveMouse(canvas, middle + QPoint(20, 20));
            QTest::mousePress(sound, Qt::LeftButton, {}, sound->rect().center());
            fixture.session.clearSample();
            QVERIFY(!fixture.workspace.linked().result());
            moveMouse(canvas, middle + QPoint(40, 40));
            QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(60, 60));
            QTest::mouseRelease(sound, Qt::LeftButton, {}, sound->rect().center());
            QVERIFY(fixture.session.selection().pinned().empty());
            fixture.session.setSample(fakeEntry());
            QTRY_VERIFY(fixture.workspace.linked().result());
        }
    }

    // The maps of the result are read again where another layer is shown, not where colours change.
    void opacityLeavesTheMapsAlone() {
        Fixture fixture;
        const LinkedState& linked = fixture.workspace.linked();
        const float* before = linked.table().wordRegion.values().data();
        DisplayValues values = linked.display();
        values.opacity = 0.4;
        fixture.session.display().set(values);
        QCOMPARE(linked.table().wordRegion.values().data(), before);
        values.direction = DisplayValues::Direction::LookedAtBy;
        fixture.session.display().set(values);
        QVERIFY(linked.table().wordRegion.values().data() != before);
    }

    void editedTextIsRun() {
        Fixture fixture;
        const int before = fixture.service->startCount;
        fixture.session.editText(QStringLiteral("a star"));
        QCOMPARE(fixture.service->startCount, before + 1);
    }

    void figureIsOnWhite() {
        Fixture fixture;
        theme::setMode(theme::Mode::Dark);
        const QImage figure = fixture.workspace.renderFigure({900, 500}, 2);
        theme::setMode(theme::Mode::Light);
        QCOMPARE(figure.size(), QSize(1800, 1000));
        QCOMPARE(figure.pixelColor(2, 2), QColor(Qt::white));
    }

    void worksInNarrowWindows() {
        Fixture fixture({400, 700});
        fixture.hoverRing();
        QVERIFY(!fixture.workspace.grab().isNull());
        for (const QWidget* panel : fixture.workspace.findChildren<Panel*>())
            if (panel->isVisible())
                QVERIFY2(panel->minimumSizeHint().width() <= 400, panel->metaObject()->className());
        QVERIFY(fixture.find<ImageCanvas>()->width() <= 400);
    }

    // Prints the time from the mouse's event until all that it changed is painted in a window of 4K.
    void hoverRepaintsWithinAFrame() {
        Fixture fixture({3840, 2160});
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.workspace));
        auto* words = fixture.find<WordFlow>();
        const auto hoverAndPaint = [&](int word) {
            moveMouse(words, words->chipRect(word).center());
            QEvent request(QEvent::UpdateRequest);
            QCoreApplication::sendEvent(&fixture.workspace, &request);
        };
        hoverAndPaint(ringWord);
        PaintCount painted;
        fixture.find<ImageCanvas>()->installEventFilter(&painted);
        constexpr int repeats = 20;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < repeats; ++i)
            hoverAndPaint(i % 2 ? ringWord : ringWord + 5);
        qInfo("hover to repaint at 3840 x 2160: %.1f ms", static_cast<double>(timer.elapsed()) / repeats);
        QCOMPARE(painted.count, repeats);
    }

    void everyStateDrawsSomethingElse() {
        const auto service = std::make_shared<test::FakeService>(false);
        Session session{service};
        ExplainWorkspace workspace{session};
        workspace.resize(800, 600);
        workspace.show();
        const QImage empty = workspace.grab().toImage();
        session.setSample(fakeEntry());
        const QImage running = workspace.grab().toImage();
        service->nextError = Error{ErrorCode::BadFormat, "The picture ends too early.", "0142.png"};
        service->finishNext();
        QVERIFY(QTest::qWaitFor([&] { return session.state() == Session::State::Error; }));
        const QImage error = workspace.grab().toImage();
        QVERIFY(empty != running && running != error && error != empty);
        if (const QByteArray folder = qgetenv("TRIPTYCH_LOOK"); !folder.isEmpty()) {
            const QString path = QString::fromLocal8Bit(folder);
            empty.save(path + QStringLiteral("/empty.png"));
            running.save(path + QStringLiteral("/running.png"));
            error.save(path + QStringLiteral("/error.png"));
        }
    }

    void looks() {
        const QByteArray folder = qgetenv("TRIPTYCH_LOOK");
        if (folder.isEmpty())
            QSKIP("TRIPTYCH_LOOK names no folder for pictures");
        for (const theme::Mode mode : {theme::Mode::Light, theme::Mode::Dark}) {
            theme::setMode(mode);
            for (const QSize& size : {QSize(1080, 872), QSize(780, 660), QSize(400, 1500)}) {
                Fixture fixture(size);
                fixture.hoverRing();
                QCoreApplication::processEvents();
                fixture.workspace.grab().save(
                    QStringLiteral("%1/%2-%3.png")
                        .arg(QString::fromLocal8Bit(folder))
                        .arg(mode == theme::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
                        .arg(size.width()));
            }
        }
        theme::setMode(theme::Mode::Light);
        Fixture fixture;
        fixture.hoverRing();
        fixture.workspace.renderFigure({1200, 640}, 1)
            .save(QString::fromLocal8Bit(folder) + QStringLiteral("/figure.png"));
    }
};

QTEST_MAIN(ExplainWorkspaceTest)
#include "explain_workspace_test.moc"
