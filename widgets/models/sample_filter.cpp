// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/sample_filter.h"

#include <algorithm>

#include "widgets/models/sample_model.h"

namespace triptych::widgets {

SampleFilter::SampleFilter(QObject* parent)
    : QSortFilterProxyModel(parent) {
    sort(0);
}

void SampleFilter::setWords(const QString& text) {
    m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_phrase = m_words.size() > 1 ? m_words.join(QLatin1Char(' ')) : QString();
    invalidate();
}

bool SampleFilter::holdsPhrase(const QModelIndex& index) const {
    return !m_phrase.isEmpty() && index.data(SampleModel::SearchRole).toString().contains(m_phrase);
}

bool SampleFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const bool first = holdsPhrase(left);
    return first == holdsPhrase(right) ? left.row() < right.row() : first;
}

bool SampleFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QString text = sourceModel()->index(row, 0, parent).data(SampleModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) { return text.contains(word); });
}

} // namespace triptych::widgets
