// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace triptych::widgets {

// A model on two lines, with a cross that frees its memory or forgets it; headings small.
class ModelDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    // Whether the model can be taken out of the list or the memory, and where the cross for it is.
    [[nodiscard]] static bool isRemovable(const QModelIndex& index);
    [[nodiscard]] static QRect crossRect(const QRect& row);
};

} // namespace triptych::widgets
