// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/method_box.h"

#include <QSignalSpy>
#include <QTest>

using namespace triptych;
using namespace triptych::widgets;

namespace {

MethodDescriptor method(const char* id, std::vector<MethodNeed> needs) {
    MethodDescriptor made;
    made.id = id;
    made.label = id;
    made.needs = std::move(needs);
    return made;
}

} // namespace

class MethodBoxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void methodsStandInGroupsWhoseTitlesCannotBeChosen() {
        MethodBox box;
        box.setMethods({method("masks", {MethodNeed::Scores}),
                        method("weighted", {MethodNeed::Attention, MethodNeed::Gradients}),
                        method("raw", {MethodNeed::Attention}), method("more masks", {MethodNeed::Scores})});
        QStringList rows;
        for (int row = 0; row < box.count(); ++row)
            rows << box.itemText(row);
        QCOMPARE(rows, (QStringList{QStringLiteral("Attention"), QStringLiteral("raw"),
                                    QStringLiteral("Attention and gradients"), QStringLiteral("weighted"),
                                    QStringLiteral("Perturbed inputs"), QStringLiteral("masks"),
                                    QStringLiteral("more masks")}));
        for (const int title : {0, 2, 4})
            QVERIFY(!box.model()->flags(box.model()->index(title, 0)).testFlag(Qt::ItemIsEnabled));
        box.setCurrent("raw");
        QCOMPARE(box.currentText(), QStringLiteral("raw"));
        QSignalSpy chosen(&box, &MethodBox::chosen);
        QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(box.currentText(), QStringLiteral("weighted"));
    }
};

QTEST_MAIN(MethodBoxTest)
#include "method_box_test.moc"
