// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/model_list_model.h"

#include <algorithm>

namespace triptych::widgets {

void ModelListModel::setRows(std::vector<ModelRow> rows) {
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ModelListModel::rowOf(const QString& model) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ModelRow& row) {
        return row.kind != ModelRow::Kind::Heading && row.model == model;
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ModelRow& found = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return found.title;
    case Qt::AccessibleTextRole:
        return found.detail.isEmpty() ? found.title : found.title + QStringLiteral(", ") + found.detail;
    case Qt::ToolTipRole:
        return found.kind == ModelRow::Kind::Folder ? found.model : QString();
    case ModelRole:
        return found.model;
    case KindRole:
        return static_cast<int>(found.kind);
    case DetailRole:
        return found.detail;
    case LoadedRole:
        return found.isLoaded;
    case MissingRole:
        return found.isMissing;
    case CurrentRole:
        return found.isCurrent;
    default:
        return {};
    }
}

Qt::ItemFlags ModelListModel::flags(const QModelIndex& index) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || row(index.row()).kind == ModelRow::Kind::Heading)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace triptych::widgets
