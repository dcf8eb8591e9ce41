// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/sample_filter.h"

#include <algorithm>

#include "widgets/models/sample_model.h"

namespace triptych::widgets {

void SampleFilter::setWords(const QString& text) {
    m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool SampleFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QString text = sourceModel()->index(row, 0, parent).data(SampleModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) { return text.contains(word); });
}

} // namespace triptych::widgets
