// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/model_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace triptych::widgets;

namespace {

std::vector<ModelRow> someRows() {
    ModelRow heading;
    heading.kind = ModelRow::Kind::Heading;
    heading.title = QStringLiteral("Built in");
    ModelRow builtin{
        ModelRow::Kind::Builtin, QStringLiteral("builtin"), QStringLiteral("Built-in"), {}, true, false, true};
    ModelRow gone{ModelRow::Kind::Folder,
                  QStringLiteral("/models/clip"),
                  QStringLiteral("clip"),
                  QStringLiteral("not there"),
                  false,
                  true,
                  false};
    return {heading, builtin, gone};
}

} // namespace

class ModelListModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreWhatTheySay() {
        ModelListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(someRows());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.rowOf(QStringLiteral("/models/clip")), 2);
        QCOMPARE(model.rowOf(QString()), -1);
        const QModelIndex gone = model.index(2);
        QCOMPARE(gone.data().toString(), QStringLiteral("clip"));
        QCOMPARE(gone.data(Qt::ToolTipRole).toString(), QStringLiteral("/models/clip"));
        QCOMPARE(gone.data(Qt::AccessibleTextRole).toString(), QStringLiteral("clip, not there"));
        QVERIFY(gone.data(ModelListModel::MissingRole).toBool());
        QVERIFY(model.index(1).data(ModelListModel::CurrentRole).toBool());
        QVERIFY(model.index(1).data(ModelListModel::LoadedRole).toBool());
    }

    void headingsCannotBeChosen() {
        ModelListModel model;
        model.setRows(someRows());
        QCOMPARE(model.flags(model.index(0)), Qt::NoItemFlags);
        QVERIFY(model.flags(model.index(2)).testFlag(Qt::ItemIsSelectable));
    }

    void theSameRowsChangeNothing() {
        ModelListModel model;
        model.setRows(someRows());
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows(someRows());
        QCOMPARE(resets.count(), 0);
        model.setRows({});
        QCOMPARE(resets.count(), 1);
    }
};

QTEST_GUILESS_MAIN(ModelListModelTest)
#include "model_list_model_test.moc"
