// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/view_window.h"

#include <QCloseEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>
#include <memory>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// False where the widget stands in neither a splitter nor a layout.
bool replace(QWidget& present, QWidget& next) {
    QWidget* parent = present.parentWidget();
    if (auto* splitter = qobject_cast<QSplitter*>(parent)) {
        const QList<int> sizes = splitter->sizes();
        splitter->replaceWidget(splitter->indexOf(&present), &next);
        next.show();
        splitter->setSizes(sizes);
        return true;
    }
    if (!parent || !parent->layout())
        return false;
    const std::unique_ptr<QLayoutItem> item(parent->layout()->replaceWidget(&present, &next));
    if (item)
        next.show();
    return item != nullptr;
}

// Of a view, or of what it scrolls.
QString windowTitleOf(const QWidget& view) {
    const auto* scroller = qobject_cast<const QScrollArea*>(&view);
    return scroller && scroller->widget() ? scroller->widget()->accessibleName() : view.accessibleName();
}

} // namespace

ViewWindow* ViewWindow::detach(QWidget& view) {
    if (ViewWindow* already = of(view))
        return already;
    auto* window = new ViewWindow(*view.window());
    const QRect place(view.mapToGlobal(QPoint()), view.size());
    if (!replace(view, *window->m_placeholder)) {
        delete window->m_placeholder;
        delete window;
        return nullptr;
    }
    window->take(view);
    window->setGeometry(place);
    window->show();
    return window;
}

ViewWindow* ViewWindow::of(const QWidget& view) {
    return qobject_cast<ViewWindow*>(view.parentWidget());
}

ViewWindow::ViewWindow(QWidget& origin)
    : QWidget(&origin, Qt::Window)
    , m_placeholder(new QWidget)
    , m_note(new QLabel)
    , m_back(new QPushButton) {
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    setInk(m_note, InkRole::Ink2);
    auto* column = new QVBoxLayout(m_placeholder);
    column->addStretch();
    column->addWidget(m_note);
    column->addWidget(m_back, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_back, &QPushButton::clicked, this, &ViewWindow::bringBack);
    connect(new QShortcut(Qt::Key_F11, this), &QShortcut::activated, this, &ViewWindow::toggleFullScreen);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, [this] {
        if (isFullScreen())
            toggleFullScreen();
    });
    origin.installEventFilter(this);
    retranslate();
}

void ViewWindow::take(QWidget& view) {
    m_view = &view;
    setWindowTitle(windowTitleOf(view));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(&view);
    view.show();
}

void ViewWindow::toggleFullScreen() {
    setWindowState(windowState() ^ Qt::WindowFullScreen);
}

void ViewWindow::bringBack() {
    if (m_view && m_placeholder && replace(*m_placeholder, *m_view))
        m_placeholder->deleteLater();
    m_view.clear();
    m_placeholder.clear();
    hide();
    deleteLater();
}

void ViewWindow::closeEvent(QCloseEvent* event) {
    bringBack();
    event->accept();
}

bool ViewWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Close)
        bringBack();
    return QWidget::eventFilter(watched, event);
}

void ViewWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme::current().panel);
}

void ViewWindow::retranslate() {
    if (m_note)
        m_note->setText(tr("Shown in a window of its own"));
    if (m_back)
        m_back->setText(tr("Bring back"));
}

void ViewWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

WindowButton::WindowButton(QWidget& view)
    : QToolButton(&view) {
    setIcon(theme::icon(QStringLiteral("float")));
    setIconSize({14, 14});
    setAutoRaise(true);
    setFixedSize(theme::metric::compact, theme::metric::compact);
    retranslate();
    connect(this, &QToolButton::clicked, this, [&view] {
        if (ViewWindow* window = ViewWindow::of(view))
            window->bringBack();
        else
            ViewWindow::detach(view);
    });
}

void WindowButton::retranslate() {
    setTip(this, tr("Show in a window of its own, or bring back"));
}

void WindowButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QToolButton::changeEvent(event);
}

} // namespace triptych::widgets
