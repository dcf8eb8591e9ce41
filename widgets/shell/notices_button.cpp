// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/notices_button.h"

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QWidgetAction>

#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int listWidth = 420;

} // namespace

NoticesButton::NoticesButton(QWidget* parent)
    : QToolButton(parent)
    , m_list(new QLabel) {
    setAutoRaise(true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIcon(theme::icon(QStringLiteral("warn"), theme::IconInk::Warn));
    setIconSize({14, 14});
    setFont(theme::font(theme::Role::Secondary));
    setFixedHeight(theme::metric::compact);
    m_list->setWordWrap(true);
    m_list->setFixedWidth(listWidth);
    m_list->setMargin(theme::metric::listPadding);
    m_list->setTextFormat(Qt::PlainText);
    m_list->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* menu = new QMenu(this);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(m_list);
    menu->addAction(action);
    connect(this, &QToolButton::clicked, menu,
            [this, menu] { menu->popup(mapToGlobal(QPoint(0, -menu->sizeHint().height()))); });
    refresh();
}

void NoticesButton::setNotices(const QStringList& notices) {
    m_notices = notices;
    refresh();
}

void NoticesButton::refresh() {
    setVisible(!m_notices.isEmpty());
    setText(tr("%n notices", nullptr, static_cast<int>(m_notices.size())));
    m_list->setText(m_notices.join(QStringLiteral("\n\n")));
    setToolTip(tr("What this run has to say; click to read it"));
    setAccessibleDescription(m_list->text());
}

void NoticesButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace triptych::widgets
