// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "projects/project_file.h"
#include "tests/widgets/support/fake_service.h"
#include "widgets/controls/notice.h"
#include "widgets/shell/document.h"
#include "widgets/shell/language.h"
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

    void aDropCompletesTheOpenSampleOrMakesANewOne() {
        MainWindow window(std::make_shared<test::FakeService>(), {"/nowhere", false});
        Document& document = window.document();
        document.addText(QStringLiteral("a red ring"));
        document.openFiles({QStringLiteral("/home/a/x.png")});
        QCOMPARE(document.samples().rowCount(), 1);
        QVERIFY(window.session().entry().sample.has(Modality::Image));
        QVERIFY(window.session().entry().sample.has(Modality::Text));
        document.openFiles({QStringLiteral("/home/a/y.png")});
        QCOMPARE(document.samples().rowCount(), 2);
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
