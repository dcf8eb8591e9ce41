// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace triptych::widgets {

// A sample as a small picture with its id and the marks of its modalities below.
class SampleDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int thumbnail = 64;
    static constexpr int cellWidth = 70;
    static constexpr int cellHeight = 90;

    using QStyledItemDelegate::QStyledItemDelegate;

    // The sample that is open, marked by the accent ring; an empty id marks none.
    void setCurrentSample(const QString& id) { m_current = id; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

Q_SIGNALS:
    // The sample at this index was drawn without a picture.
    void thumbnailMissing(const QModelIndex& index) const;

private:
    QString m_current;
};

} // namespace triptych::widgets
