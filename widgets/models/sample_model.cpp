// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/sample_model.h"

#include <QStringList>
#include <algorithm>

namespace triptych::widgets {

namespace {

QString searchText(const projects::SampleEntry& entry) {
    QStringList words{QString::fromStdString(entry.sample.id)};
    for (const SampleItem& item : entry.sample.items) {
        words << QString::fromStdString(item.text);
        words << QString::fromStdString(item.file.filename().string());
        words << QString::fromUtf8(toString(item.modality).data());
    }
    if (entry.truth) {
        for (const projects::TruthObject& object : entry.truth->objects)
            for (const std::string& word : {object.size, object.fill, object.colour, object.shape})
                words << QString::fromStdString(word);
        words << QString::number(entry.truth->objects.size());
    }
    return words.join(QLatin1Char(' ')).toLower();
}

QList<int> modalities(const Sample& sample) {
    QList<int> found;
    for (const Modality modality : allModalities)
        if (sample.has(modality))
            found << static_cast<int>(modality);
    return found;
}

} // namespace

void SampleModel::setEntries(std::vector<projects::SampleEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    m_thumbnails.assign(m_entries.size(), {});
    endResetModel();
}

int SampleModel::append(projects::SampleEntry entry) {
    const int row = rowCount();
    insert(row, std::move(entry));
    return row;
}

void SampleModel::insert(int row, projects::SampleEntry entry) {
    beginInsertRows({}, row, row);
    m_entries.insert(m_entries.begin() + row, std::move(entry));
    m_thumbnails.insert(m_thumbnails.begin() + row, QImage());
    endInsertRows();
}

void SampleModel::remove(int row) {
    beginResetModel();
    m_entries.erase(m_entries.begin() + row);
    m_thumbnails.erase(m_thumbnails.begin() + row);
    endResetModel();
}

void SampleModel::replace(int row, projects::SampleEntry entry) {
    m_entries.at(static_cast<std::size_t>(row)) = std::move(entry);
    Q_EMIT dataChanged(index(row), index(row));
}

int SampleModel::rowOf(const std::string& id) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const projects::SampleEntry& entry) { return entry.sample.id == id; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

void SampleModel::setThumbnail(int row, const QImage& image) {
    m_thumbnails.at(static_cast<std::size_t>(row)) = image;
    Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
}

int SampleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const projects::SampleEntry& sample = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case IdRole:
        return QString::fromStdString(sample.sample.id);
    case ThumbnailRole:
        return m_thumbnails[static_cast<std::size_t>(index.row())];
    case ModalitiesRole:
        return QVariant::fromValue(modalities(sample.sample));
    case SearchRole:
        return searchText(sample);
    case Qt::ToolTipRole:
    case TextRole: {
        const auto texts = sample.sample.of(Modality::Text);
        return texts.empty() ? QString() : QString::fromStdString(texts.front().text);
    }
    default:
        return {};
    }
}

} // namespace triptych::widgets
