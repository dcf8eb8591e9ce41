// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/tab_order.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>

using namespace triptych::widgets;

class TabOrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void controlsComeAsTheLayoutsAreRead() {
        QWidget outer;
        auto* page = new QWidget(&outer);
        auto* third = new QSpinBox(page);
        auto* second = new QPushButton(page);
        auto* hidden = new QPushButton(page);
        auto* first = new QPushButton(page);
        auto* row = new QHBoxLayout;
        row->addWidget(second);
        row->addWidget(third);
        auto* column = new QVBoxLayout(page);
        column->addWidget(first);
        column->addWidget(hidden);
        column->addLayout(row);
        hidden->hide();
        QCOMPARE(readingOrder({page}), (QList<QWidget*>{first, second, third}));
        // The viewport of a scroll area hands its focus on; what it shows does not.
        QScrollArea scroll(&outer);
        scroll.setFocusPolicy(Qt::NoFocus);
        scroll.setWidget(page);
        scroll.show();
        QCOMPARE(readingOrder({&scroll}), (QList<QWidget*>{first, second, third}));
        first->setEnabled(false);
        QCOMPARE(readingOrder({page}), (QList<QWidget*>{second, third}));
    }
};

QTEST_MAIN(TabOrderTest)
#include "tab_order_test.moc"
