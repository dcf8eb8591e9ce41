// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace triptych::widgets {

// Keeps the samples whose search text holds every word, in any order. Those in which the words stand together come
// first.
class SampleFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit SampleFilter(QObject* parent = nullptr);

    void setWords(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    [[nodiscard]] bool holdsPhrase(const QModelIndex& index) const;

    QStringList m_words;
    QString m_phrase; // empty where a single word makes none
};

} // namespace triptych::widgets
