// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/dock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

QToolButton* headerButton(QWidget* parent, const QString& icon) {
    auto* button = new QToolButton(parent);
    button->setIcon(theme::icon(icon, theme::IconInk::Secondary));
    button->setIconSize({14, 14});
    button->setFixedSize(22, 22);
    button->setAutoRaise(true);
    return button;
}

} // namespace

Dock::Dock(const QString& objectName, QWidget* parent)
    : QDockWidget(parent) {
    setObjectName(objectName);
    setFeatures(DockWidgetClosable | DockWidgetMovable | DockWidgetFloatable);
    auto* header = new QWidget(this);
    header->setFixedHeight(theme::metric::dockHeader);
    m_title = new QLabel(header);
    m_title->setFont(theme::font(theme::Role::DockTitle));
    m_facts = new QLabel(header);
    m_facts->setFont(theme::font(theme::Role::Secondary));
    setInk(m_facts, InkRole::Ink3);
    m_float = headerButton(header, QStringLiteral("float"));
    m_close = headerButton(header, QStringLiteral("close"));
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(theme::metric::listPadding, 0, theme::metric::inner, 0);
    layout->setSpacing(theme::metric::inner);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addStretch();
    layout->addWidget(m_float);
    layout->addWidget(m_close);
    setTitleBarWidget(header);
    connect(m_float, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::close);
    retranslate();
}

void Dock::setTitle(const QString& title) {
    setWindowTitle(title);
    m_title->setText(title);
}

void Dock::setFacts(const QString& facts) {
    m_facts->setText(facts);
}

void Dock::retranslate() {
    setTip(m_float, tr("Float or dock this panel"));
    setTip(m_close, tr("Close this panel; the View menu brings it back"));
}

void Dock::changeEvent(QEvent* event) {
    QDockWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
