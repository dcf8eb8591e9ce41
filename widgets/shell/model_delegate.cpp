// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/model_delegate.h"

#include <QPainter>

#include "widgets/models/model_list_model.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int headingHeight = 28;
constexpr int rowHeight = 46;

void drawHeading(QPainter& painter, const QRect& rect, const QString& title) {
    painter.setFont(theme::font(theme::Role::DockTitle));
    painter.setPen(theme::current().ink3);
    painter.drawText(rect.adjusted(12, 6, -12, 0), Qt::AlignLeft | Qt::AlignVCenter, title);
}

// What it is at a glance: in use, not there, in memory, on the disk.
QIcon signOf(const QModelIndex& index) {
    if (index.data(ModelListModel::MissingRole).toBool())
        return theme::icon(QStringLiteral("warn"), theme::IconInk::Warn);
    if (index.data(ModelListModel::CurrentRole).toBool())
        return theme::icon(QStringLiteral("check"), theme::IconInk::Accent);
    const bool isBuiltin = index.data(ModelListModel::KindRole).toInt() == static_cast<int>(ModelRow::Kind::Builtin);
    return theme::icon(isBuiltin ? QStringLiteral("library") : QStringLiteral("folder"), theme::IconInk::Secondary);
}

} // namespace

bool ModelDelegate::isRemovable(const QModelIndex& index) {
    const bool isFolder = index.data(ModelListModel::KindRole).toInt() == static_cast<int>(ModelRow::Kind::Folder);
    return index.data(ModelListModel::LoadedRole).toBool() ||
           (isFolder && !index.data(ModelListModel::CurrentRole).toBool());
}

QRect ModelDelegate::crossRect(const QRect& row) {
    return {row.right() - 32, row.center().y() - 11, 22, 22};
}

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const theme::Tokens& t = theme::current();
    painter->save();
    if (index.data(ModelListModel::KindRole).toInt() == static_cast<int>(ModelRow::Kind::Heading)) {
        drawHeading(*painter, option.rect, index.data().toString());
        painter->restore();
        return;
    }
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
    const QRect row = option.rect.adjusted(4, 1, -4, -1);
    if (isSelected || isHovered)
        theme::parts::box(*painter, row, isSelected ? t.accentSoft : t.hover, {}, theme::metric::smallRadius);
    signOf(index).paint(painter, QRect(row.left() + 8, row.center().y() - 8, 16, 16));
    const bool isMissing = index.data(ModelListModel::MissingRole).toBool();
    const bool isCurrent = index.data(ModelListModel::CurrentRole).toBool();
    const QRect text = row.adjusted(36, 4, -40, -4);
    painter->setFont(theme::font(theme::Role::Body, isCurrent ? QFont::DemiBold : QFont::Normal));
    painter->setPen(isMissing ? t.ink3 : isCurrent ? t.accent : t.ink);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
    painter->setFont(theme::font(theme::Role::Secondary));
    painter->setPen(isMissing ? t.ink3 : t.ink2);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                      painter->fontMetrics().elidedText(index.data(ModelListModel::DetailRole).toString(),
                                                        Qt::ElideMiddle, text.width()));
    if ((isSelected || isHovered) && isRemovable(index))
        theme::icon(QStringLiteral("close"), theme::IconInk::Secondary)
            .paint(painter, crossRect(option.rect).adjusted(5, 5, -5, -5));
    painter->restore();
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const bool isHeading = index.data(ModelListModel::KindRole).toInt() == static_cast<int>(ModelRow::Kind::Heading);
    return {0, isHeading ? headingHeight : rowHeight};
}

} // namespace triptych::widgets
