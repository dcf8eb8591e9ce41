// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QStyleOption>

#include "widgets/theme/style.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets::theme {

void Style::drawMenuItem(const QStyleOption* option, QPainter* painter) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (!item)
        return;
    const Tokens& t = current();
    const QRect rect = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(rect.left() + 8, rect.center().y(), rect.width() - 16, 1), t.line);
        return;
    }
    const bool enabled = item->state.testFlag(State_Enabled);
    if (enabled && item->state.testFlag(State_Selected))
        parts::box(*painter, rect.adjusted(4, 0, -4, 0), t.hover, {}, metric::smallRadius);
    const QIcon::Mode mode = enabled ? QIcon::Normal : QIcon::Disabled;
    const QRect iconRect(rect.left() + 12, rect.center().y() - 7, 16, 16);
    if (item->checked)
        icon(QStringLiteral("check"), IconInk::Accent).paint(painter, iconRect, Qt::AlignCenter, mode);
    else if (!item->icon.isNull())
        item->icon.paint(painter, iconRect, Qt::AlignCenter, mode);

    const QStringList texts = item->text.split(QLatin1Char('\t'));
    const QRect textRect = rect.adjusted(36, 0, -16, 0);
    painter->setFont(item->font);
    const QColor ink = enabled ? t.ink : item->palette.color(QPalette::Disabled, QPalette::Text);
    painter->setPen(ink);
    painter->drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, texts.value(0));
    painter->setPen(enabled ? t.ink2 : ink);
    painter->drawText(textRect, Qt::AlignVCenter | Qt::AlignRight, texts.value(1));
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        icon(QStringLiteral("chevron-right"), IconInk::Secondary)
            .paint(painter, QRect(rect.right() - 24, rect.center().y() - 7, 16, 16), Qt::AlignCenter, mode);
}

void Style::drawMenuBarItem(const QStyleOption* option, QPainter* painter) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (!item)
        return;
    const Tokens& t = current();
    painter->fillRect(item->rect, t.bar);
    if (item->state.testFlag(State_Selected))
        parts::box(*painter, item->rect.adjusted(2, 2, -2, -2), t.hover, {}, metric::smallRadius);
    painter->setPen(t.ink);
    painter->drawText(item->rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, item->text);
}

} // namespace triptych::widgets::theme
