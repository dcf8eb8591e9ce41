// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "inference/contract/descriptor.h"

namespace triptych::widgets {

// The modules of a model as a tree, by the dots in its tensors' names; numbers in numeric order. Tensors that are
// missing or unexpected are marked.
class TensorTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { NameColumn, TypeColumn, ShapeColumn, ParametersColumn, SizeColumn, columnCountAll };
    enum class Mark { None, Missing, Unexpected };
    enum Role {
        TensorRole = Qt::UserRole, // full name of a tensor; empty for modules
        MarkRole,                  // int of Mark
        SearchRole,                // full name, type and shape
        SortRole,                  // numbers as numbers
    };

    explicit TensorTreeModel(QObject* parent = nullptr);
    ~TensorTreeModel() override;

    void setModel(const ModelDescriptor& model);
    // Invalid where there is no such tensor.
    [[nodiscard]] QModelIndex indexOf(const QString& tensor) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;

    [[nodiscard]] Node* nodeOf(const QModelIndex& index) const;
    void add(const TensorDescriptor& tensor, Mark mark);
    [[nodiscard]] QVariant text(const Node& node, int column) const;

    std::unique_ptr<Node> m_root;
};

} // namespace triptych::widgets
