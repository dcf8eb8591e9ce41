// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/expand_button.h"

#include <QLabel>
#include <QSplitter>
#include <QTest>
#include <QVBoxLayout>

#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

using namespace triptych::widgets;

namespace {

// Two views beside each other above a third, each with its button.
struct Workspace : QWidget {
    QSplitter* storeys = new QSplitter(Qt::Vertical);
    QSplitter* halves = new QSplitter(Qt::Horizontal);
    QLabel* left = new QLabel(QStringLiteral("left"));
    QLabel* right = new QLabel(QStringLiteral("right"));
    QLabel* below = new QLabel(QStringLiteral("below"));
    ExpandButton* button = new ExpandButton(*left);

    Workspace() {
        halves->addWidget(left);
        halves->addWidget(right);
        storeys->addWidget(halves);
        storeys->addWidget(below);
        (new QVBoxLayout(this))->addWidget(storeys);
        resize(400, 300);
        show();
    }
};

} // namespace

class ExpandButtonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void aViewFillsItsWorkspaceAndGoesBack() {
        Workspace w;
        w.below->hide(); // by somebody else: it stays hidden
        QVERIFY(QTest::qWaitForWindowExposed(&w));
        const int before = w.left->width();
        QTest::mouseClick(w.button, Qt::LeftButton);
        QVERIFY(w.button->isExpanded());
        QVERIFY(w.left->isVisible() && !w.right->isVisible());
        QTRY_VERIFY(w.left->width() > before);
        QTest::mouseClick(w.button, Qt::LeftButton);
        QVERIFY(w.right->isVisible() && !w.below->isVisible());
        QTRY_COMPARE(w.left->width(), before);
    }

    void inAWindowOfItsOwnItFillsTheScreen() {
        Workspace w;
        QVERIFY(QTest::qWaitForWindowExposed(&w));
        ViewWindow* window = ViewWindow::detach(*w.left);
        QVERIFY(window && QTest::qWaitForWindowExposed(window));
        QTest::mouseClick(w.button, Qt::LeftButton);
        QVERIFY(window->isFullScreen() && !w.button->isExpanded());
        QVERIFY(w.right->isVisible());
    }

    void theViewUnderTheCursorIsFound() {
        Workspace w;
        QVERIFY(QTest::qWaitForWindowExposed(&w));
        QCursor::setPos(w.left->mapToGlobal(w.left->rect().center()));
        QTRY_VERIFY(ExpandButton::underCursor(w) == w.button);
        QCursor::setPos(w.right->mapToGlobal(w.right->rect().center()));
        QTRY_VERIFY(ExpandButton::underCursor(w) == nullptr);
    }
};

QTEST_MAIN(ExpandButtonTest)
#include "expand_button_test.moc"
