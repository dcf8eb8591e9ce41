// SPDX-License-Identifier: GPL-3.0-or-later
// The window never blocks: whatever a user does, no event should cost its thread more than 50 ms. What each of these
// ways to use it costs at most is printed; a machine that is slow today is forgiven three times that.
#include <QAction>
#include <QDir>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QWheelEvent>
#include <numeric>

#include "tests/widgets/support/fake_corpora.h"
#include "tests/widgets/support/fake_service.h"
#include "tests/widgets/support/watched_application.h"
#include "widgets/panels/explain_workspace.h"
#include "widgets/panels/image_canvas.h"
#include "widgets/panels/word_flow.h"
#include "widgets/shell/document.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/space/hit_gallery.h"
#include "widgets/space/map_overlay.h"
#include "widgets/space/query_bar.h"
#include "widgets/space/selection_table.h"
#include "widgets/theme/theme.h"
#include "widgets/vtk/gl_support.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr std::int64_t corpusSamples = 2000; // three items each
constexpr std::int64_t largeCorpus = 50'000;
constexpr double mostMs = 3 * 50;

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
constexpr bool isFast = false; // such builds are slower many times over
#else
constexpr bool isFast = true;
#endif

void writeLibrary(const QTemporaryDir& folder) {
    QDir(folder.path()).mkdir(QStringLiteral("samples"));
    QFile file(folder.filePath(QStringLiteral("samples/samples.jsonl")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("no temporary file");
    for (int i = 1; i <= 40; ++i)
        file.write(QStringLiteral("{\"id\": \"s%1\", \"images\": [\"%1.png\"], \"texts\": [\"a small red ring\"]}\n")
                       .arg(i)
                       .toUtf8());
}

void moveTo(QWidget* widget, const QPointF& at, Qt::MouseButtons buttons = Qt::NoButton) {
    QMouseEvent event(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
    QCoreApplication::processEvents();
}

void turnWheel(QWidget* widget, int angle) {
    const QPointF at = widget->rect().center();
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(widget, &event);
    QCoreApplication::processEvents();
}

} // namespace

class PaceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_data;
    std::shared_ptr<test::FakeService> m_service = std::make_shared<test::FakeService>();
    std::shared_ptr<test::FakeCorpora> m_corpora = std::make_shared<test::FakeCorpora>(corpusSamples);
    std::unique_ptr<MainWindow> m_window;

    static test::WatchedApplication& application() { return *static_cast<test::WatchedApplication*>(qApp); }

    template<typename T>
    T* find() const {
        for (T* widget : m_window->findChildren<T*>())
            if (widget->isVisible())
                return widget;
        return nullptr;
    }
    void showWorkspace(const char* id) {
        QVERIFY(m_window->workspaces().showWorkspace(QString::fromLatin1(id)));
        QTest::qWait(50);
    }

private Q_SLOTS:
    void initTestCase() {
        theme::install(*qApp);
        writeLibrary(m_data);
        m_window =
            std::make_unique<MainWindow>(m_service, WindowOptions{m_data.path().toStdString(), false, m_corpora});
        m_window->resize(1600, 1000);
        m_window->show();
        m_window->document().openLibrary();
        QTRY_COMPARE(m_window->session().state(), Session::State::Done);
        QTest::qWait(100);
    }
    void cleanupTestCase() { m_window.reset(); }
    void init() { (void)application().takeLongest(); }
    void cleanup() {
        const test::WatchedApplication::Block longest = application().takeLongest();
        qInfo("%s: %.1f ms, %s", QTest::currentTestFunction(), longest.ms, qPrintable(longest.event));
        if (isFast)
            QVERIFY2(longest.ms <= mostMs, qPrintable(longest.event));
    }

    void hoveringWords() {
        auto* words = find<WordFlow>();
        for (int round = 0; round < 3; ++round)
            for (int word = 0; word < 5; ++word)
                moveTo(words, words->chipRect(word).center());
    }

    void draggingOverThePicture() {
        auto* canvas = find<ImageCanvas>();
        const QPointF begin = canvas->rect().center();
        QTest::mousePress(canvas, Qt::LeftButton, {}, begin.toPoint());
        for (int step = 0; step < 20; ++step)
            moveTo(canvas, begin + QPointF(4 * step, 3 * step), Qt::LeftButton);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, (begin + QPointF(80, 60)).toPoint());
        QCoreApplication::processEvents();
    }

    void zooming() {
        auto* canvas = find<ImageCanvas>();
        for (int step = 0; step < 8; ++step)
            turnWheel(canvas, step < 5 ? 120 : -120);
        canvas->fit();
        QCoreApplication::processEvents();
    }

    void steppingThroughSamples() {
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::ControlModifier);
            QTRY_COMPARE(m_window->session().state(), Session::State::Done);
            QTest::qWait(20);
        }
    }

    void movingThroughLayers() {
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&m_window->workspace(), i % 2 == 0 ? Qt::Key_PageDown : Qt::Key_PageUp);
            QCoreApplication::processEvents();
        }
    }

    void openingCompare() { showWorkspace("compare"); }

    void openingTheMap() {
        showWorkspace("embed");
        QTest::qWait(300);
    }

    void pointingAtTheMap() {
        auto* map = find<MapOverlay>();
        for (int step = 0; step < 30; ++step)
            moveTo(map, QPointF(100 + 12 * step, 100 + 8 * step));
        QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().center());
        QTest::qWait(50);
    }

    void searching() {
        showWorkspace("retrieve");
        auto* query = find<QueryBar>();
        QTest::keyClicks(&query->edit(), QStringLiteral("a blue star"));
        QTest::keyClick(&query->edit(), Qt::Key_Return);
        QTest::qWait(300);
        auto* gallery = find<HitGallery>();
        for (int step = 0; step < 10; ++step)
            turnWheel(gallery->viewport(), -120);
    }

    // As a lasso around most of a large corpus does.
    void selectingAGreatMany() {
        EmbeddingSpace space(std::make_shared<test::FakeCorpora>(largeCorpus));
        Retrieval retrieval(space, m_window->session());
        SelectionPanel panel(space, retrieval);
        panel.resize(900, 300);
        panel.show();
        space.open("large");
        QTRY_VERIFY(space.isSettled());
        std::vector<int> most(space.items().size() - 1);
        std::iota(most.begin(), most.end(), 0);
        QTest::qWait(50);
        (void)application().takeLongest();
        const auto inLoop = [&](auto work) {
            QMetaObject::invokeMethod(&panel, work, Qt::QueuedConnection);
            QTest::qWait(50);
        };
        inLoop([&] { space.select(most); });
        inLoop([&] { retrieval.search({{CorpusPlace{Modality::Text, 7}, 1}}, Modality::Image); });
        inLoop([&] { panel.table().sortByColumn(SelectionModel::Similarity, Qt::DescendingOrder); });
        inLoop([&] { retrieval.setTemperature(0.5); });
        QCOMPARE(panel.model().total(), most.size());
    }

    void resizing() {
        showWorkspace("explain");
        for (int step = 0; step < 10; ++step) {
            m_window->resize(1600 - 30 * step, 1000 - 20 * step);
            QCoreApplication::processEvents();
        }
    }
};

int main(int argc, char** argv) {
    prepareForGl();
    test::WatchedApplication application(argc, argv);
    PaceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "pace_test.moc"
