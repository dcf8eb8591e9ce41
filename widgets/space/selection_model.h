// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <unordered_map>
#include <vector>

#include "widgets/space/retrieval.h"

namespace triptych::widgets {

// The selected items, or the hits where nothing is selected. Of a great many the first ones in the chosen order.
class SelectionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Rank, SampleId, Kind, Content, Similarity, Matching, Probability, Neighbour, ColumnCount };
    enum Role { ItemRole = Qt::UserRole };
    static constexpr std::size_t mostListed = 10'000;

    SelectionModel(EmbeddingSpace& space, Retrieval& retrieval, QObject* parent = nullptr);

    // Whether the hits are listed while nothing is selected.
    void setListsHits(bool lists);
    [[nodiscard]] bool listsHits() const { return m_listsHits; }
    [[nodiscard]] bool showsHits() const { return m_listsHits && m_space.selected().empty(); }
    // All that could be listed.
    [[nodiscard]] std::size_t total() const { return m_total; }
    // Whether any row has a value of the model's matching head, or is a true neighbour of the item clicked last.
    [[nodiscard]] bool hasMatches() const;
    [[nodiscard]] bool hasNeighbours() const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    // All of them as comma-separated values (RFC 4180) with a header, numbers in full.
    [[nodiscard]] QByteArray toCsv() const;

public Q_SLOTS:
    void refresh();

private:
    void refreshProbabilities();
    [[nodiscard]] std::vector<int> all() const;
    // The first `most` of the items, in the chosen order.
    [[nodiscard]] std::vector<int> arranged(std::vector<int> items, std::size_t most) const;
    [[nodiscard]] std::vector<int> byNumber(const std::vector<int>& items, std::size_t most) const;
    [[nodiscard]] QVariant value(int item, int column) const;
    [[nodiscard]] QString contentOf(int item) const;

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    bool m_listsHits = true;
    int m_column = Rank;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    std::vector<int> m_rows; // items
    std::size_t m_total = 0;
    std::unordered_map<int, std::size_t> m_ranks; // of the items that are hits
    std::unordered_map<int, float> m_neighbours;
    std::vector<double> m_probabilities;
};

} // namespace triptych::widgets
