// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QComboBox;

namespace triptych::widgets::theme {

// The rows of a combo box's list: as high as those of a menu, the chosen one ticked, titles between groups.
class ComboDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit ComboDelegate(QComboBox& box);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QComboBox& m_box;
};

// A title that cannot be chosen, before the items that are added next.
void addGroup(QComboBox& box, const QString& title);

} // namespace triptych::widgets::theme
