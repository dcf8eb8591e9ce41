// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/tensor_tree_model.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <utility>

#include "inference/base/array.h"

namespace triptych::widgets {

struct TensorTreeModel::Node {
    QString name; // last part
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;
    bool isTensor = false;
    QString fullName;
    QString type;
    QString shape;
    qint64 parameters = 0; // of a module: of everything below it
    qint64 bytes = 0;
    Mark mark = Mark::None; // of a module: of anything below it

    [[nodiscard]] int row() const {
        const auto& siblings = parent->children;
        const auto found =
            std::find_if(siblings.begin(), siblings.end(), [this](const auto& node) { return node.get() == this; });
        return static_cast<int>(found - siblings.begin());
    }
};

namespace {

// Numbers by value, everything else by letters.
bool comesBefore(const QString& a, const QString& b) {
    bool aIsNumber = false;
    bool bIsNumber = false;
    const int left = a.toInt(&aIsNumber);
    const int right = b.toInt(&bIsNumber);
    return aIsNumber && bIsNumber ? left < right : a < b;
}

QString shapeText(const std::vector<std::int64_t>& shape) {
    QStringList extents;
    for (const std::int64_t extent : shape)
        extents << QString::number(extent);
    return extents.isEmpty() ? QStringLiteral("1") : extents.join(QStringLiteral(" × "));
}

} // namespace

TensorTreeModel::TensorTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>()) {
}

TensorTreeModel::~TensorTreeModel() = default;

void TensorTreeModel::setModel(const ModelDescriptor& model) {
    beginResetModel();
    m_root = std::make_unique<Node>();
    for (const TensorDescriptor& tensor : model.tensors) {
        const bool isUnexpected = std::find(model.unexpectedTensors.begin(), model.unexpectedTensors.end(),
                                            tensor.name) != model.unexpectedTensors.end();
        add(tensor, isUnexpected ? Mark::Unexpected : Mark::None);
    }
    for (const std::string& name : model.missingTensors)
        add({name, {}, {}, 0}, Mark::Missing);
    endResetModel();
}

void TensorTreeModel::add(const TensorDescriptor& tensor, Mark mark) {
    const QStringList parts = QString::fromStdString(tensor.name).split(QLatin1Char('.'));
    const qint64 parameters = mark == Mark::Missing ? 0 : elementCount(tensor.shape);
    Node* node = m_root.get();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString& part = parts[i];
        const bool isLast = i + 1 == parts.size();
        auto place =
            std::lower_bound(node->children.begin(), node->children.end(), part,
                             [](const auto& child, const QString& name) { return comesBefore(child->name, name); });
        // A tensor and a module of one name stand beside each other.
        while (place != node->children.end() && (*place)->name == part && ((*place)->isTensor || isLast))
            ++place;
        if (isLast || place == node->children.end() || (*place)->name != part) {
            auto made = std::make_unique<Node>();
            made->name = part;
            made->parent = node;
            place = node->children.insert(place, std::move(made));
        }
        node = place->get();
        node->parameters += parameters;
        node->bytes += tensor.bytes;
        if (mark != Mark::None)
            node->mark = mark;
    }
    node->isTensor = true;
    node->fullName = QString::fromStdString(tensor.name);
    node->type = QString::fromStdString(tensor.dtype);
    node->shape = mark == Mark::Missing ? QString() : shapeText(tensor.shape);
}

QModelIndex TensorTreeModel::indexOf(const QString& tensor) const {
    QModelIndex found;
    for (const QString& part : tensor.split(QLatin1Char('.'))) {
        QModelIndex next;
        for (int row = 0; row < rowCount(found); ++row)
            if (const QModelIndex child = index(row, 0, found); nodeOf(child)->name == part)
                next = child;
        if (!next.isValid())
            return {};
        found = next;
    }
    return nodeOf(found)->isTensor ? found : QModelIndex();
}

TensorTreeModel::Node* TensorTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex TensorTreeModel::index(int row, int column, const QModelIndex& parent) const {
    const Node& node = *nodeOf(parent);
    if (row < 0 || row >= static_cast<int>(node.children.size()) || column < 0 || column >= columnCountAll)
        return {};
    return createIndex(row, column, node.children[static_cast<std::size_t>(row)].get());
}

QModelIndex TensorTreeModel::parent(const QModelIndex& index) const {
    const Node* parent = index.isValid() ? nodeOf(index)->parent : nullptr;
    return parent == nullptr || parent == m_root.get() ? QModelIndex()
                                                       : createIndex(parent->row(), 0, const_cast<Node*>(parent));
}

int TensorTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int TensorTreeModel::columnCount(const QModelIndex&) const {
    return columnCountAll;
}

QVariant TensorTreeModel::text(const Node& node, int column) const {
    switch (column) {
    case NameColumn:
        return node.name;
    case TypeColumn:
        return node.mark == Mark::Missing && node.isTensor ? tr("missing") : node.type;
    case ShapeColumn:
        return node.shape;
    case ParametersColumn:
        return node.parameters > 0 ? QLocale().toString(node.parameters) : QString();
    case SizeColumn:
        return node.bytes > 0 ? QLocale().formattedDataSize(node.bytes, 1) : QString();
    default:
        return {};
    }
}

QVariant TensorTreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node& node = *nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(node, index.column());
    case Qt::TextAlignmentRole:
        return index.column() >= ParametersColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::ToolTipRole:
        return node.mark == Mark::Missing && node.isTensor ? tr("%1: the weights lack this tensor").arg(node.fullName)
               : node.mark == Mark::Unexpected && node.isTensor
                   ? tr("%1: the model does not use this tensor").arg(node.fullName)
                   : node.fullName;
    case TensorRole:
        return node.isTensor ? node.fullName : QString();
    case MarkRole:
        return static_cast<int>(node.mark);
    case SearchRole:
        return node.isTensor ? QStringLiteral("%1 %2 %3").arg(node.fullName, node.type, node.shape) : QString();
    case SortRole:
        return index.column() == ParametersColumn ? QVariant(node.parameters)
               : index.column() == SizeColumn     ? QVariant(node.bytes)
               : index.column() == NameColumn     ? QVariant(index.row())
                                                  : text(node, index.column());
    default:
        return {};
    }
}

QVariant TensorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= ParametersColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Module or tensor");
    case TypeColumn:
        return tr("Type");
    case ShapeColumn:
        return tr("Shape");
    case ParametersColumn:
        return tr("Parameters");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace triptych::widgets
