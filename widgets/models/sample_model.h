// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <vector>

#include "projects/sample_entry.h"

namespace triptych::widgets {

// The samples of a project, with thumbnails that arrive later.
class SampleModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        ThumbnailRole,  // QImage; null until setThumbnail
        ModalitiesRole, // QList<int> of Modality
        SearchRole,     // everything that the filter looks through, lower case
        TextRole,       // the first text
    };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<projects::SampleEntry> entries);
    // Adds behind the last; returns the row.
    int append(projects::SampleEntry entry);
    void insert(int row, projects::SampleEntry entry);
    // A reset for those who listen: whoever shows samples by number starts anew.
    void remove(int row);
    void replace(int row, projects::SampleEntry entry);
    [[nodiscard]] const std::vector<projects::SampleEntry>& entries() const { return m_entries; }
    [[nodiscard]] const projects::SampleEntry& entry(int row) const {
        return m_entries.at(static_cast<std::size_t>(row));
    }
    // -1 where there is none.
    [[nodiscard]] int rowOf(const std::string& id) const;
    void setThumbnail(int row, const QImage& image);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<projects::SampleEntry> m_entries;
    std::vector<QImage> m_thumbnails;
};

} // namespace triptych::widgets
