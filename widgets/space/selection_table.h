// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "widgets/panels/panel.h"
#include "widgets/space/retrieval.h"

class QSortFilterProxyModel;
class QTreeView;

namespace triptych::widgets {

// The selected items, or the hits where nothing is selected.
class SelectionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Rank, SampleId, Kind, Content, Similarity, Matching, Probability, Neighbour, ColumnCount };
    enum Role { SortRole = Qt::UserRole, ItemRole };

    SelectionModel(EmbeddingSpace& space, Retrieval& retrieval, QObject* parent = nullptr);

    [[nodiscard]] bool showsHits() const { return m_space.selected().empty(); }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Comma-separated values (RFC 4180) with a header, numbers in full.
    [[nodiscard]] QByteArray toCsv() const;

public Q_SLOTS:
    void refresh();

private:
    [[nodiscard]] QVariant value(int item, int column) const;

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    std::vector<int> m_rows; // items
    std::vector<double> m_probabilities;
};

class SelectionPanel : public Panel {
    Q_OBJECT

public:
    SelectionPanel(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent = nullptr);

    [[nodiscard]] SelectionModel& model() const { return *m_model; }
    [[nodiscard]] QTreeView& table() const { return *m_table; }

protected:
    void retranslate() override;

private:
    void refreshFacts();
    void exportCsv();

    EmbeddingSpace& m_space;
    SelectionModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTreeView* m_table;
    QToolButton* m_export;
};

} // namespace triptych::widgets
