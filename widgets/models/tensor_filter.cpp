// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/tensor_filter.h"

#include <algorithm>

#include "widgets/models/tensor_tree_model.h"

namespace triptych::widgets {

TensorFilter::TensorFilter(QObject* parent)
    : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
    setSortRole(TensorTreeModel::SortRole);
}

void TensorFilter::setWords(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TensorFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(TensorTreeModel::SearchRole).toString();
    return !text.isEmpty() && std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace triptych::widgets
