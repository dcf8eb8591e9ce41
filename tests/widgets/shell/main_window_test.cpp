// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "projects/project_file.h"
#include "tests/widgets/support/fake_service.h"
#include "widgets/compare/compare_workspace.h"
#include "widgets/controls/notice.h"
#include "widgets/dialogs/trust_dialog.h"
#include "widgets/models/model_list_model.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/document.h"
#include "widgets/shell/explanation_dock.h"
#include "widgets/shell/language.h"
#include "widgets/shell/model_button.h"
#include "widgets/shell/model_popover.h"
#include "widgets/shell/samples_dock.h"
#include "widgets/shell/tool_bar.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

// A data folder with a library of three samples.
void writeLibrary(const QTemporaryDir& folder) {
    QDir(folder.path()).mkdir(QStringLiteral("samples"));
    QFile file(folder.filePath(QStringLiteral("samples/samples.jsonl")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("no temporary file");
    for (int i = 1; i <= 3; ++i)
        file.write(QStringLiteral("{\"id\": \"s%1\", \"images\": [\"%1.png\"], \"texts\": [\"a small red ring\"]}\n")
                       .arg(i)
                       .toUtf8());
}

// Texts of labels and buttons that stand in Latin letters only.
QStringList latinTexts(const QWidget& window) {
    QStringList found;
    static const QRegularExpression letters(QStringLiteral("[A-Za-z]{3,}"));
    static const QRegularExpression chinese(QStringLiteral("\\p{Han}"));
    const auto look = [&](const QString& text) {
        if (text.contains(letters) && !text.contains(chinese))
            found << text;
    };
    for (const QLabel* label : window.findChildren<QLabel*>())
        look(label->text());
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        look(button->text());
    for (const QAction* action : window.findChildren<QAction*>())
        look(action->text());
    return found;
}

void drop(MainWindow& window, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDropEvent event(QPointF(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    // Not through the application, which sends a drop only where a drag of the system has entered before.
    static_cast<QObject&>(window).event(&event);
}

QAction* actionNamed(const QWidget& window, const QString& text) {
    for (QAction* action : window.findChildren<QAction*>())
        if (Actions::plainText(*action) == text)
            return action;
    return nullptr;
}

QAbstractButton* buttonOf(const QWidget& parent, const QString& text) {
    for (QAbstractButton* button : parent.findChildren<QAbstractButton*>())
        if (button->text() == text)
            return button;
    return nullptr;
}

QAbstractButton* buttonNamed(const QWidget& parent, const QString& name) {
    for (QAbstractButton* button : parent.findChildren<QAbstractButton*>())
        if (button->accessibleName() == name)
            return button;
    return nullptr;
}

// Pictures for looking at, where a folder is named.
void keepPicture(QWidget& window, const char* name) {
    const QString folder = qEnvironmentVariable("TRIPTYCH_PICTURES");
    if (!folder.isEmpty())
        window.grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(name)));
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void theLibraryOpensRunsAndSteps() {
        const QTemporaryDir data;
        writeLibrary(data);
        auto service = std::make_shared<test::FakeService>();
        MainWindow window(service, {data.path().toStdString(), false});
        window.show();
        QCOMPARE(window.session().state(), Session::State::Empty);
        window.document().openLibrary();
        QCOMPARE(window.document().samples().rowCount(), 3);
        QTRY_COMPARE(window.session().state(), Session::State::Done);
        QCOMPARE(window.session().entry().sample.id, std::string("s1"));
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(window.session().entry().sample.id, std::string("s2"));
        QVERIFY(!window.document().isModified());
    }

    void aMissingLibraryIsANotice() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.show();
        window.document().openLibrary();
        QVERIFY(window.notice().isVisible());
        QVERIFY(window.notice().details().contains(QStringLiteral("FileMissing")));
        keepPicture(window, "empty");
    }

    void aProgramIsOpenedOnlyOnceItIsTrusted() {
        auto service = std::make_shared<test::FakeService>();
        const QString folder = QStringLiteral("/models/glimpse");
        service->loadError = Error{ErrorCode::Untrusted, "This model is a program.", "/models/glimpse/model.pt"};
        ProgramFacts facts;
        facts.model = folder.toStdString();
        facts.file = "/models/glimpse/model.pt";
        facts.bytes = 123456;
        facts.sha256 = std::string(64, 'a');
        service->programs[facts.model] = facts;
        MainWindow window(service, {"/nowhere", false});
        window.show();
        auto* library = window.findChild<ModelLibrary*>();
        library->use(folder);
        QTRY_VERIFY(window.notice().trustButton()->isVisible());
        QVERIFY(service->trusted.empty());
        keepPicture(window, "untrusted");

        QTest::mouseClick(window.notice().trustButton(), Qt::LeftButton);
        auto* dialog = window.findChild<TrustDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        if (const QByteArray pictures = qgetenv("TRIPTYCH_LOOK"); !pictures.isEmpty())
            dialog->grab().save(QString::fromLocal8Bit(pictures) + QStringLiteral("/trust.png"));
        // Return refuses.
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(service->trusted.empty());

        QTest::mouseClick(window.notice().trustButton(), Qt::LeftButton);
        dialog = window.findChildren<TrustDialog*>().last();
        dialog->alwaysBox()->setChecked(true);
        service->loadError.reset();
        QTest::mouseClick(dialog->acceptButton(), Qt::LeftButton);
        QCOMPARE(service->trusted, (std::vector{std::pair(facts.sha256, Trust::Always)}));
        QTRY_COMPARE(library->current(), folder);
        QVERIFY(!window.notice().isVisible());
    }

    void aFailedRunCanBeRetried() {
        const QTemporaryDir data;
        writeLibrary(data);
        auto service = std::make_shared<test::FakeService>();
        service->nextError = Error{ErrorCode::NotFinite, "The weights hold NaN.", "w"};
        MainWindow window(service, {data.path().toStdString(), false});
        window.show();
        window.document().openLibrary();
        QTRY_VERIFY(window.notice().isVisible());
        QVERIFY(window.notice().details().contains(QStringLiteral("The weights hold NaN.")));
        keepPicture(window, "error");
        service->nextError.reset();
        Q_EMIT window.notice().retryAsked();
        QTRY_COMPARE(window.session().state(), Session::State::Done);
        QVERIFY(!window.notice().isVisible());
    }

    void aProjectKeepsSamplesAndSettings() {
        const QTemporaryDir data;
        writeLibrary(data);
        const QString file = data.filePath(QStringLiteral("mine.triptych"));
        {
            MainWindow window(std::make_shared<test::FakeService>(), {data.path().toStdString(), false});
            window.document().openLibrary();
            window.document().addText(QStringLiteral("two blue stars"));
            QVERIFY(window.document().isModified());
            DisplayValues values = window.session().display().values();
            values.method = "attention";
            values.opacity = 0.5;
            window.session().display().set(values);
            QVERIFY(window.document().save(file));
            QVERIFY(!window.document().isModified());
        }
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.document().openFiles({file});
        QCOMPARE(window.document().samples().rowCount(), 4);
        QCOMPARE(window.session().currentText(), QStringLiteral("two blue stars"));
        QCOMPARE(window.session().display().values().method, std::string("attention"));
        QCOMPARE(window.session().display().values().opacity, 0.5);
    }

    void anEditedTextOfTheLibraryIsSavedAndCanBeUndone() {
        const QTemporaryDir data;
        writeLibrary(data);
        const QString file = data.filePath(QStringLiteral("mine.triptych"));
        {
            MainWindow window(std::make_shared<test::FakeService>(), {data.path().toStdString(), false});
            window.document().openLibrary();
            QVERIFY(!window.isWindowModified());
            window.session().editText(QStringLiteral("two blue stars"));
            QVERIFY(window.isWindowModified());
            QVERIFY(window.document().save(file));
            actionNamed(window, QStringLiteral("Undo: text"))->trigger();
            QCOMPARE(window.session().currentText(), QStringLiteral("a small red ring"));
            QVERIFY(window.isWindowModified());
        }
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.document().openFiles({file});
        QCOMPARE(window.session().currentText(), QStringLiteral("two blue stars"));
    }

    void aFileThatCannotBeReadIsANoticeAndNoSample() {
        auto service = std::make_shared<test::FakeService>();
        service->previewError = Error{ErrorCode::Unsupported, "This is not a PNG.", "/home/a/bad.png"};
        MainWindow window(service, {"/nowhere", false});
        window.show();
        window.document().openFiles({QStringLiteral("/home/a/bad.png")});
        QTRY_VERIFY(window.notice().isVisible());
        QCOMPARE(window.document().samples().rowCount(), 0);
        QVERIFY(!window.isWindowModified());
        // Another model would not help.
        QVERIFY(window.notice().accessibleName().contains(QStringLiteral("damaged or of another kind")));
    }

    void aSampleIsRemovedAndComesBack() {
        const QTemporaryDir data;
        writeLibrary(data);
        MainWindow window(std::make_shared<test::FakeService>(), {data.path().toStdString(), false});
        window.document().openLibrary();
        SampleModel& samples = window.document().samples();
        auto* list = window.findChild<SamplesDock*>()->findChild<QListView*>();
        QCOMPARE(list->currentIndex().row(), 0);
        list->actions().front()->trigger();
        QCOMPARE(samples.rowCount(), 2);
        QCOMPARE(window.session().entry().sample.id, std::string("s2"));
        QVERIFY(window.isWindowModified());
        actionNamed(window, QStringLiteral("Undo: removal of a sample"))->trigger();
        QCOMPARE(samples.entry(0).sample.id, std::string("s1"));
        QCOMPARE(window.session().entry().sample.id, std::string("s1"));
        for (int left = 3; left > 0; --left)
            list->actions().front()->trigger();
        QCOMPARE(samples.rowCount(), 0);
        QVERIFY(!window.session().hasSample());
    }

    void thePaletteFindsMethodsAndSaysWhereNothingMatches() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.show();
        actionNamed(window, QStringLiteral("Commands…"))->trigger();
        auto* palette = window.findChild<CommandPalette*>();
        auto* search = palette->findChild<QLineEdit*>();
        auto* list = palette->findChild<QListWidget*>();
        search->setText(QStringLiteral("raw att"));
        QCOMPARE(list->count(), 1);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(window.session().display().values().method, std::string("attention"));
        actionNamed(window, QStringLiteral("Commands…"))->trigger();
        search->setText(QStringLiteral("xyzzy"));
        QVERIFY(!list->isVisible());
        QVERIFY(palette->findChild<QLabel*>()->isVisible());
    }

    void onlyThePageThatIsShownLimitsTheWindow() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        WorkspaceStack& stack = window.workspaces();
        for (const char* id : {"compare", "explain"}) {
            QVERIFY(stack.showWorkspace(QLatin1String(id)));
            QCOMPARE(stack.minimumSizeHint(), stack.currentWidget()->minimumSizeHint());
        }
        QVERIFY(window.minimumSizeHint().width() <= 1280);
        QVERIFY(window.minimumSizeHint().height() <= 800);
    }

    void aDroppedModelFolderIsUsedAndSavedWithTheProject() {
        const QTemporaryDir data;
        writeLibrary(data);
        const QString model = data.filePath(QStringLiteral("models/clip"));
        QDir().mkpath(model);
        QFile config(model + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.close();
        const QString file = data.filePath(QStringLiteral("mine.triptych"));
        {
            MainWindow window(std::make_shared<test::FakeService>(), {data.path().toStdString(), false});
            window.show();
            window.document().openLibrary();
            drop(window, config.fileName());
            QTRY_COMPARE(window.models().current(), model);
            QTRY_COMPARE(window.session().state(), Session::State::Done);
            QCOMPARE(window.session().result()->request.model, model.toStdString());
            QVERIFY(window.document().save(file));
        }
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.document().openFiles({file});
        QCOMPARE(window.models().current(), model);
        QTRY_COMPARE(window.session().state(), Session::State::Done);
    }

    void aProjectWhoseModelHasGoneAsksForItsFolder() {
        const QTemporaryDir data;
        const QString file = data.filePath(QStringLiteral("mine.triptych"));
        projects::Project project;
        project.samples.push_back({{"s", {{Modality::Text, "a red ring", {}}}, {}, {}}, {}, {}, {}});
        project.settings.model = "/gone/clip";
        QVERIFY(projects::saveProject(project, file.toStdString()).has_value());
        auto service = std::make_shared<test::FakeService>();
        MainWindow window(service, {"/nowhere", false});
        window.show();
        window.document().openFiles({file});
        QVERIFY(window.notice().isVisible());
        QVERIFY(window.notice().details().contains(QStringLiteral("/gone/clip")));
        QCOMPARE(service->startCount, 0);
        auto* relink = buttonOf(window.notice(), QStringLiteral("Choose its folder…"));
        QVERIFY(relink != nullptr && relink->isVisible());
        keepPicture(window, "missing");
        // Saved again, it still names its model.
        QVERIFY(window.document().save(file));
        QCOMPARE(projects::openProject(file.toStdString())->settings.model, std::string("/gone/clip"));
        window.models().relink(QStringLiteral("/gone/clip"), data.path());
        QTRY_COMPARE(window.session().state(), Session::State::Done);
        QCOMPARE(window.models().current(), data.path());
        QVERIFY(!window.notice().isVisible());
        QVERIFY(window.document().isModified());
    }

    void aModelThatCannotBeOpenedIsANoticeAndTheFormerStays() {
        const QTemporaryDir data;
        writeLibrary(data);
        auto service = std::make_shared<test::FakeService>();
        service->inspectErrors.emplace("/models/pickle",
                                       Error{ErrorCode::Untrusted, "The weights are a pickle file.", "/models/pickle"});
        MainWindow window(service, {data.path().toStdString(), false});
        window.show();
        window.document().openLibrary();
        QTRY_COMPARE(window.session().state(), Session::State::Done);
        window.models().use(QStringLiteral("/models/pickle"));
        QTRY_VERIFY(window.notice().isVisible());
        QVERIFY(window.notice().details().contains(QStringLiteral("pickle file")));
        QCOMPARE(window.models().current(), QStringLiteral("builtin"));
        QCOMPARE(window.session().state(), Session::State::Done);
        keepPicture(window, "untrusted");
    }

    void theListOfModelsIsReachedByKeys() {
        const QTemporaryDir gone;
        auto service = std::make_shared<test::FakeService>();
        MainWindow window(service, {"/nowhere", false});
        window.show();
        window.models().setRecent({QStringLiteral("/gone/clip"), gone.path()});
        window.models().use(gone.path());
        QTRY_COMPARE(window.models().current(), gone.path());
        ModelPopover& popover = window.toolBar().models().popover();
        window.toolBar().models().openList();
        QVERIFY(popover.isVisible());
        keepPicture(popover, "models-light");
        theme::setMode(theme::Mode::Dark);
        keepPicture(popover, "models-dark");
        theme::setMode(theme::Mode::Light);
        const QAbstractItemModel& rows = *popover.list()->model();
        QCOMPARE(popover.list()->currentIndex().data(ModelListModel::ModelRole).toString(), gone.path());
        // Delete frees the memory of the model in use; it stays in use, among the recent ones.
        QCOMPARE(window.models().loaded().size(), std::size_t{1});
        QTest::keyClick(popover.list(), Qt::Key_Delete);
        QTRY_VERIFY(window.models().loaded().empty());
        QCOMPARE(window.models().current(), gone.path());
        // Up to the built-in ones, over the headings; Return uses one.
        while (popover.list()->currentIndex().row() > 1)
            QTest::keyClick(popover.list(), Qt::Key_Up);
        QCOMPARE(rows.index(1, 0), popover.list()->currentIndex());
        QTest::keyClick(popover.list(), Qt::Key_Return);
        QVERIFY(!popover.isVisible());
        QTRY_COMPARE(window.models().current(), QStringLiteral("builtin"));
    }

    void whatIsOpenedIsSaidAndCanBeStopped() {
        auto service = std::make_shared<test::FakeService>();
        service->loadsAtOnce = false;
        MainWindow window(service, {"/nowhere", false});
        window.show();
        window.models().use(QStringLiteral("/models/clip"));
        QTRY_COMPARE(window.models().state(), ModelLibrary::State::Loading);
        service->loadProgress({"hash", 5'000'000'000, 10'000'000'000});
        QTRY_COMPARE(window.findChild<QProgressBar*>()->value(), 500);
        keepPicture(window, "loading");
        auto* stop = buttonNamed(window, QStringLiteral("Stop opening the model"));
        QVERIFY(stop != nullptr && stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(window.models().state(), ModelLibrary::State::Idle);
        QCOMPARE(service->canceledLoads.size(), std::size_t{1});
        QVERIFY(!stop->isVisible());
    }

    void aDropCompletesTheOpenSampleOrMakesANewOne() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        Document& document = window.document();
        document.addText(QStringLiteral("a red ring"));
        document.openFiles({QStringLiteral("/home/a/x.png")});
        QTRY_VERIFY(window.session().entry().sample.has(Modality::Image));
        QCOMPARE(document.samples().rowCount(), 1);
        QVERIFY(window.session().entry().sample.has(Modality::Text));
        document.openFiles({QStringLiteral("/home/a/y.png")});
        QTRY_COMPARE(document.samples().rowCount(), 2);
        QCOMPARE(window.session().entry().sample.id, std::string("y"));
    }

    void themeAndLanguageChangeWhileRunning() {
        const QTemporaryDir data;
        writeLibrary(data);
        MainWindow window(std::make_shared<test::FakeService>(), {data.path().toStdString(), false});
        window.show();
        window.document().openLibrary();
        QTRY_COMPARE(window.session().state(), Session::State::Done);
        theme::setMode(theme::Mode::Dark);
        window.session().selection().hover({Modality::Text, {3}});
        keepPicture(window, "dark");
        const QColor dark = window.grab().toImage().pixelColor(2, 40);
        theme::setMode(theme::Mode::Light);
        QVERIFY(dark.lightness() < 80);
        QVERIFY(window.grab().toImage().pixelColor(2, 40).lightness() > 200);

        keepPicture(window, "light");
        language::set(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        keepPicture(window, "chinese");
        QStringList latin = latinTexts(window);
        const QStringList allowed{QStringLiteral("English"), QStringLiteral("magma")};
        latin.removeIf([&](const QString& text) {
            // Words of the sample and names of devices stay as they are.
            return allowed.contains(text) || text.startsWith(QLatin1String("s1")) ||
                   text.contains(QLatin1String("cpu")) || text.contains(QLatin1String("ring"));
        });
        language::set(QStringLiteral("en"));
        QVERIFY2(latin.isEmpty(), qPrintable(latin.join(QStringLiteral(" | "))));
    }

    void workspacesAreSwitchedAndTheExplanationComesBack() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        window.show();
        auto* explanation = window.findChild<ExplanationDock*>();
        QVERIFY(explanation->isVisible());
        QVERIFY(window.workspaces().showWorkspace(QStringLiteral("compare")));
        QVERIFY(!explanation->isVisible());
        QVERIFY(window.findChild<CompareWorkspace*>()->isVisible());
        QVERIFY(window.workspaces().showWorkspace(QStringLiteral("explain")));
        QVERIFY(explanation->isVisible());
        QVERIFY(!window.workspaces().showWorkspace(QStringLiteral("nowhere")));
    }

    // As --workspace compare does: the button of the dock says what is seen, and one click brings it.
    void aWindowThatStartsElsewhereSaysThatTheExplanationIsHidden() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        QVERIFY(window.workspaces().showWorkspace(QStringLiteral("compare")));
        window.show();
        auto* explanation = window.findChild<ExplanationDock*>();
        QVERIFY(!explanation->isVisible());
        QToolButton* button = nullptr;
        for (auto* candidate : window.findChildren<QToolButton*>())
            if (candidate->defaultAction() &&
                candidate->defaultAction()->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_I))
                button = candidate;
        QVERIFY(button && !button->isChecked());
        button->click();
        QVERIFY(explanation->isVisible());
    }

    void controlsHaveNames() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
            if (button->objectName().startsWith(QLatin1String("qt_")) || button->inherits("QLineEditIconButton"))
                continue;
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty() || !button->toolTip().isEmpty(),
                     qPrintable(QLatin1String(button->parentWidget()->metaObject()->className()) + QLatin1Char(' ') +
                                button->objectName()));
        }
        for (const QComboBox* box : window.findChildren<QComboBox*>())
            QVERIFY(!box->accessibleName().isEmpty());
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
