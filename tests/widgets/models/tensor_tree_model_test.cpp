// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/tensor_tree_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include "widgets/models/tensor_filter.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

ModelDescriptor someModel() {
    ModelDescriptor model;
    for (int layer = 0; layer < 12; ++layer)
        model.tensors.push_back({"encoder.layers." + std::to_string(layer) + ".weight", "F16", {4, 8}, 64});
    model.tensors.push_back({"encoder.norm.bias", "F32", {8}, 32});
    model.tensors.push_back({"scale", "F32", {}, 4});
    model.missingTensors = {"head.weight"};
    model.unexpectedTensors = {"encoder.norm.bias"};
    return model;
}

int markOf(const QModelIndex& index) {
    return index.data(TensorTreeModel::MarkRole).toInt();
}

} // namespace

class TensorTreeModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modulesHoldTheirTensorsInNumericOrder() {
        TensorTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModel(someModel());
        QCOMPARE(model.rowCount(), 3);
        const QModelIndex encoder = model.index(0, 0);
        QCOMPARE(encoder.data().toString(), QStringLiteral("encoder"));
        const QModelIndex layers = model.index(0, 0, encoder);
        QCOMPARE(model.rowCount(layers), 12);
        for (int layer = 0; layer < 12; ++layer)
            QCOMPARE(model.index(layer, 0, layers).data().toString(), QString::number(layer));
        QCOMPARE(layers.siblingAtColumn(TensorTreeModel::ParametersColumn).data().toString(), QStringLiteral("384"));
        QCOMPARE(layers.siblingAtColumn(TensorTreeModel::SizeColumn).data(TensorTreeModel::SortRole).toLongLong(), 768);
        QVERIFY(layers.data(TensorTreeModel::TensorRole).toString().isEmpty());
        const QModelIndex tensor = model.indexOf(QStringLiteral("encoder.layers.11.weight"));
        QVERIFY(tensor.isValid());
        QCOMPARE(tensor.data(TensorTreeModel::TensorRole).toString(), QStringLiteral("encoder.layers.11.weight"));
        QCOMPARE(tensor.siblingAtColumn(TensorTreeModel::TypeColumn).data().toString(), QStringLiteral("F16"));
        QCOMPARE(tensor.siblingAtColumn(TensorTreeModel::ShapeColumn).data().toString(), QStringLiteral("4 × 8"));
        QVERIFY(!model.indexOf(QStringLiteral("encoder.layers")).isValid());
    }

    void whatIsMissingOrUnexpectedIsMarkedUpToItsModules() {
        TensorTreeModel model;
        model.setModel(someModel());
        const QModelIndex missing = model.indexOf(QStringLiteral("head.weight"));
        QCOMPARE(markOf(missing), static_cast<int>(TensorTreeModel::Mark::Missing));
        QCOMPARE(markOf(missing.parent()), static_cast<int>(TensorTreeModel::Mark::Missing));
        const QModelIndex unexpected = model.indexOf(QStringLiteral("encoder.norm.bias"));
        QCOMPARE(markOf(unexpected), static_cast<int>(TensorTreeModel::Mark::Unexpected));
        QCOMPARE(markOf(model.indexOf(QStringLiteral("scale"))), static_cast<int>(TensorTreeModel::Mark::None));
        QVERIFY(missing.data(Qt::ToolTipRole).toString().contains(QStringLiteral("head.weight")));
    }

    void theFilterKeepsModulesOfMatches() {
        TensorTreeModel model;
        model.setModel(someModel());
        TensorFilter filter;
        filter.setSourceModel(&model);
        filter.setWords(QStringLiteral("LAYERS.3 f16"));
        QCOMPARE(filter.rowCount(), 1);
        const QModelIndex layers = filter.index(0, 0, filter.index(0, 0));
        QCOMPARE(filter.rowCount(layers), 1);
        QCOMPARE(filter.index(0, 0, layers).data().toString(), QStringLiteral("3"));
        filter.setWords(QStringLiteral("nothing"));
        QCOMPARE(filter.rowCount(), 0);
        filter.setWords({});
        QCOMPARE(filter.rowCount(), 3);
    }

    void anEmptyModelIsEmpty() {
        TensorTreeModel model;
        model.setModel(someModel());
        model.setModel({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TensorTreeModelTest)
#include "tensor_tree_model_test.moc"
