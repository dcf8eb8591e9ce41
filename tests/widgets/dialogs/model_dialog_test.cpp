// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/model_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

#include "tests/widgets/support/fake_service.h"
#include "widgets/dialogs/histogram_view.h"
#include "widgets/session/model_library.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

QStringList labels(const QWidget& widget) {
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        texts << label->text();
    return texts;
}

// Pictures for looking at, where a folder is named.
void keepPicture(QWidget& window, const char* name) {
    const QString folder = qEnvironmentVariable("TRIPTYCH_PICTURES");
    if (!folder.isEmpty())
        window.grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(name)));
}

} // namespace

class ModelDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void factsFollowTheModelInUse() {
        Session session(std::make_shared<test::FakeService>());
        ModelLibrary library(session);
        ModelDialog dialog(session.service(), library, nullptr);
        QTRY_VERIFY(labels(dialog).contains(QStringLiteral("tri")));
        library.use(QStringLiteral("/models/clip"));
        QTRY_VERIFY(labels(dialog).contains(QStringLiteral("clip")));
        QVERIFY(labels(dialog).contains(QStringLiteral("F16, F32")));
        QVERIFY(!labels(dialog).filter(QStringLiteral("4.00 GiB free on cpu")).isEmpty());
        QVERIFY(!labels(dialog).filter(QStringLiteral("1 tensor")).isEmpty());
    }

    void aChosenTensorShowsItsValues() {
        Session session(std::make_shared<test::FakeService>());
        ModelLibrary library(session);
        library.use(QStringLiteral("/models/clip"));
        QTRY_COMPARE(library.current(), QStringLiteral("/models/clip"));
        ModelDialog dialog(session.service(), library, nullptr);
        dialog.show();
        QVERIFY(!dialog.histogram()->shown());
        dialog.chooseTensor(QStringLiteral("text_model.embeddings.weight"));
        QTRY_VERIFY(dialog.histogram()->shown());
        QCOMPARE(dialog.histogram()->shown()->tensor, std::string("text_model.embeddings.weight"));
        keepPicture(dialog, "details-light");
        theme::setMode(theme::Mode::Dark);
        keepPicture(dialog, "details-dark");
        theme::setMode(theme::Mode::Light);
        // A module has no values.
        dialog.tree()->setCurrentIndex(dialog.tree()->currentIndex().parent());
        QVERIFY(!dialog.histogram()->shown());
    }

    void theSearchOpensWhatItFinds() {
        Session session(std::make_shared<test::FakeService>());
        ModelLibrary library(session);
        library.use(QStringLiteral("/models/clip"));
        QTRY_COMPARE(library.current(), QStringLiteral("/models/clip"));
        ModelDialog dialog(session.service(), library, nullptr);
        const QAbstractItemModel& rows = *dialog.tree()->model();
        const int all = rows.rowCount();
        QVERIFY(all > 1);
        dialog.search()->setText(QStringLiteral("fc1 bias"));
        QCOMPARE(rows.rowCount(), 1);
        QVERIFY(dialog.tree()->isExpanded(rows.index(0, 0)));
        dialog.search()->clear();
        QCOMPARE(rows.rowCount(), all);
    }
};

QTEST_MAIN(ModelDialogTest)
#include "model_dialog_test.moc"
