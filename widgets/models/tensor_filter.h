// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace triptych::widgets {

// Keeps the tensors whose name, type and shape hold every word, and the modules that hold such tensors.
class TensorFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit TensorFilter(QObject* parent = nullptr);

    void setWords(const QString& text);
    [[nodiscard]] bool isEmpty() const { return m_words.isEmpty(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

} // namespace triptych::widgets
