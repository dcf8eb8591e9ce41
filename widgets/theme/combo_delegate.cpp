// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/combo_delegate.h"

#include <QComboBox>
#include <QPainter>
#include <QStandardItemModel>

#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets::theme {

namespace {

constexpr int groupRole = Qt::UserRole + 100;
constexpr int margin = metric::listPadding;
constexpr int tick = 16;

bool isGroup(const QModelIndex& index) {
    return index.data(groupRole).toBool();
}

QFont groupFont() {
    return font(Role::Hint, QFont::DemiBold);
}

void drawGroup(QPainter& painter, const QRect& rect, const QModelIndex& index) {
    const Tokens& t = current();
    if (index.row() > 0)
        painter.fillRect(QRect(rect.left() + metric::inner, rect.top() + 2, rect.width() - 2 * metric::inner, 1),
                         t.line);
    painter.setFont(groupFont());
    painter.setPen(t.ink3);
    painter.drawText(rect.adjusted(margin, metric::grid, -margin, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     index.data().toString());
}

} // namespace

ComboDelegate::ComboDelegate(QComboBox& box)
    : QStyledItemDelegate(&box)
    , m_box(box) {
}

void ComboDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& t = current();
    painter->save();
    if (isGroup(index)) {
        drawGroup(*painter, option.rect, index);
        painter->restore();
        return;
    }
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool chosen = index.row() == m_box.currentIndex();
    if (enabled && option.state.testFlag(QStyle::State_Selected))
        parts::box(*painter, option.rect.adjusted(4, 0, -4, 0), t.hover, {}, metric::smallRadius);
    QRect row = option.rect.adjusted(margin, 0, -margin, 0);
    if (chosen)
        icon(QStringLiteral("check"), IconInk::Accent)
            .paint(painter, QRect(row.left(), row.center().y() - tick / 2 + 1, tick, tick));
    row.setLeft(row.left() + tick + metric::inner);
    if (const auto picture = index.data(Qt::DecorationRole).value<QIcon>(); !picture.isNull()) {
        const QSize size = m_box.iconSize();
        picture.paint(painter, QRect(QPoint(row.left(), row.center().y() - size.height() / 2 + 1), size));
        row.setLeft(row.left() + size.width() + metric::inner);
    }
    painter->setFont(font(Role::Body, chosen ? QFont::DemiBold : QFont::Normal));
    painter->setPen(enabled ? t.ink : option.palette.color(QPalette::Disabled, QPalette::Text));
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, row.width()));
    painter->restore();
}

QSize ComboDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const QString text = index.data().toString();
    if (isGroup(index))
        return {QFontMetrics(groupFont()).horizontalAdvance(text) + 2 * margin, metric::compact + metric::grid};
    int width =
        QFontMetrics(font(Role::Body, QFont::DemiBold)).horizontalAdvance(text) + 2 * margin + tick + metric::inner;
    if (!index.data(Qt::DecorationRole).value<QIcon>().isNull())
        width += m_box.iconSize().width() + metric::inner;
    return {width, metric::control};
}

void addGroup(QComboBox& box, const QString& title) {
    box.addItem(title);
    const int row = box.count() - 1;
    box.setItemData(row, true, groupRole);
    if (auto* model = qobject_cast<QStandardItemModel*>(box.model()))
        model->item(row)->setFlags(Qt::NoItemFlags);
}

} // namespace triptych::widgets::theme
