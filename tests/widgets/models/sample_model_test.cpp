// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/sample_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "widgets/models/sample_filter.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

projects::SampleEntry entry(const char* id, const char* text, const char* colour) {
    projects::SampleEntry made;
    made.sample.id = id;
    made.sample.items = {{Modality::Image, {}, "x.png"}, {Modality::Text, text, {}}};
    made.truth = projects::Truth{{}, {{1, "ring", colour, "small", "plain"}}, {}, {}};
    return made;
}

} // namespace

class SampleModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFilterNeedsEveryWord() {
        SampleModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries(
            {entry("1", "one here", "red"), entry("2", "one there", "blue"), entry("3", "two there", "blue")});
        SampleFilter filter;
        filter.setSourceModel(&model);
        QCOMPARE(filter.rowCount(), 3);
        filter.setWords(QStringLiteral("THERE blue"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setWords(QStringLiteral("there blue two"));
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.index(0, 0).data(SampleModel::IdRole).toString(), QStringLiteral("3"));
        filter.setWords(QString());
        QCOMPARE(filter.rowCount(), 3);
    }

    void wordsThatStandTogetherComeFirst() {
        SampleModel model;
        SampleFilter filter;
        filter.setSourceModel(&model);
        model.setEntries({entry("1", "a blue star on a ring", "red"), entry("2", "nothing", "green"),
                          entry("3", "nothing", "blue")});
        filter.setWords(QStringLiteral("blue ring"));
        QCOMPARE(filter.rowCount(), 2);
        QCOMPARE(filter.index(0, 0).data(SampleModel::IdRole).toString(), QStringLiteral("3"));
        filter.setWords(QString());
        QCOMPARE(filter.index(0, 0).data(SampleModel::IdRole).toString(), QStringLiteral("1"));
    }

    void aRemovedSampleTakesItsThumbnailAlong() {
        SampleModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries({entry("1", "a", "red"), entry("2", "b", "red")});
        model.setThumbnail(1, QImage(4, 4, QImage::Format_RGB888));
        model.remove(0);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.index(0).data(SampleModel::ThumbnailRole).value<QImage>().isNull());
        model.insert(0, entry("1", "a", "red"));
        QCOMPARE(model.rowOf("2"), 1);
        QVERIFY(model.index(0).data(SampleModel::ThumbnailRole).value<QImage>().isNull());
    }

    void thumbnailsComeLater() {
        SampleModel model;
        model.setEntries({entry("1", "a", "red")});
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(model.index(0).data(SampleModel::ThumbnailRole).value<QImage>().isNull());
        model.setThumbnail(0, QImage(4, 4, QImage::Format_RGB888));
        QCOMPARE(spy.count(), 1);
        QVERIFY(!model.index(0).data(SampleModel::ThumbnailRole).value<QImage>().isNull());
    }

    void rowsAreFoundById() {
        SampleModel model;
        model.setEntries({entry("1", "a", "red")});
        QCOMPARE(model.append(entry("2", "b", "red")), 1);
        QCOMPARE(model.rowOf("2"), 1);
        QCOMPARE(model.rowOf("3"), -1);
        const auto marks = model.index(1).data(SampleModel::ModalitiesRole).value<QList<int>>();
        QCOMPARE(marks, (QList<int>{static_cast<int>(Modality::Image), static_cast<int>(Modality::Text)}));
    }
};

QTEST_GUILESS_MAIN(SampleModelTest)
#include "sample_model_test.moc"
