// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/expand_button.h"

#include <QCursor>
#include <QEvent>
#include <QSplitter>

#include "widgets/panels/panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// Everything seen beside a view, in its splitter and in those around that.
std::vector<QPointer<QWidget>> neighboursOf(QWidget& view) {
    std::vector<QPointer<QWidget>> neighbours;
    QWidget* inner = &view;
    while (auto* splitter = qobject_cast<QSplitter*>(inner->parentWidget())) {
        for (int i = 0; i < splitter->count(); ++i)
            if (QWidget* other = splitter->widget(i); other != inner && other->isVisibleTo(splitter))
                neighbours.emplace_back(other);
        inner = splitter;
    }
    return neighbours;
}

} // namespace

ExpandButton::ExpandButton(QWidget& view)
    : QToolButton(&view)
    , m_view(view) {
    setIcon(theme::icon(QStringLiteral("expand")));
    setIconSize({14, 14});
    setAutoRaise(true);
    setFixedSize(theme::metric::compact, theme::metric::compact);
    retranslate();
    connect(this, &QToolButton::clicked, this, &ExpandButton::toggleExpanded);
}

void ExpandButton::toggleExpanded() {
    if (ViewWindow* window = ViewWindow::of(m_view))
        return window->toggleFullScreen();
    m_isExpanded = !m_isExpanded;
    if (m_isExpanded)
        m_hidden = neighboursOf(m_view);
    for (const QPointer<QWidget>& neighbour : m_hidden)
        if (neighbour)
            neighbour->setVisible(!m_isExpanded);
    Q_EMIT expanded(m_isExpanded);
}

ExpandButton* ExpandButton::underCursor(const QWidget& workspace) {
    for (ExpandButton* button : workspace.findChildren<ExpandButton*>()) {
        const QWidget& view = button->view();
        if (view.isVisible() && view.rect().contains(view.mapFromGlobal(QCursor::pos())))
            return button;
    }
    return nullptr;
}

void ExpandButton::retranslate() {
    setTip(this, tr("Full screen"));
}

void ExpandButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QToolButton::changeEvent(event);
}

} // namespace triptych::widgets
