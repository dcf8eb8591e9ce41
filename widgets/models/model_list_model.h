// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <vector>

namespace triptych::widgets {

// A line of the list of models: a heading, or a model.
struct ModelRow {
    enum class Kind { Heading, Builtin, Folder };

    Kind kind = Kind::Folder;
    QString model; // "builtin" or a folder; empty for headings
    QString title;
    QString detail;
    bool isLoaded = false;
    bool isMissing = false; // the folder is not there
    bool isCurrent = false;

    bool operator==(const ModelRow&) const = default;
};

class ModelListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        ModelRole = Qt::UserRole,
        KindRole, // int of ModelRow::Kind
        DetailRole,
        LoadedRole,
        MissingRole,
        CurrentRole,
    };

    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<ModelRow> rows);
    [[nodiscard]] const ModelRow& row(int row) const { return m_rows.at(static_cast<std::size_t>(row)); }
    // -1 where there is none.
    [[nodiscard]] int rowOf(const QString& model) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    // Headings can be neither chosen nor reached by the keyboard.
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<ModelRow> m_rows;
};

} // namespace triptych::widgets
