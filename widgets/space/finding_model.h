// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "widgets/space/corpus_judgement.h"

namespace triptych::widgets {

// What the judgement of a corpus found, a line each: hits that are wrong by the largest margin, in one direction; or
// what is doubtful in the data: pairs that hardly fit and items that are there twice.
class FindingModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Kind { WrongHits, Doubtful };
    enum Column { What, Other, Score, OwnScore, OwnRank, ColumnCount };
    enum Role { SortRole = Qt::UserRole };

    struct Finding {
        CorpusPlace first; // the query, or the doubtful item
        CorpusPlace second;
        bool hasSecond = true;
        QString problem; // of what is doubtful
        double score = 0;
        double ownScore = 0; // of the query's own best item, and its rank
        std::int64_t ownRank = 0;
    };

    FindingModel(EmbeddingSpace& space, const CorpusJudgement& judgement, QObject* parent = nullptr);

    // Of the report's directions, for wrong hits.
    void show(Kind kind, int direction);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] int direction() const { return m_direction; }
    [[nodiscard]] const Finding& finding(int row) const { return m_findings[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

public Q_SLOTS:
    void refresh();

private:
    void addWrongHits();
    void addDoubtful();
    [[nodiscard]] QString titleOf(const CorpusPlace& place) const;
    // Both the sample and what it says.
    [[nodiscard]] QString tipOf(const CorpusPlace& place) const;
    [[nodiscard]] QVariant value(const Finding& finding, int column) const;

    EmbeddingSpace& m_space;
    const CorpusJudgement& m_judgement;
    Kind m_kind = Kind::WrongHits;
    int m_direction = 0;
    std::vector<Finding> m_findings;
};

} // namespace triptych::widgets
