// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/corpus_judgement.h"

class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;
class QTreeView;
class QSortFilterProxyModel;

namespace triptych::widgets {

class FindingModel;
class RecallView;
class SegmentedButton;

// What the open corpus is worth: recall of every direction, the hits that are wrong by the largest margin, and what is
// doubtful in the data. A line selects its items; that of a wrong hit asks its query again.
class JudgementView : public QWidget {
    Q_OBJECT

public:
    enum Page { Recall, WrongHits, Doubtful };

    JudgementView(EmbeddingSpace& space, const Retrieval& retrieval, QWidget* parent = nullptr);

    void showPage(Page page);
    void showWrongHits(int direction);
    [[nodiscard]] Page page() const;
    [[nodiscard]] RecallView& recall() const { return *m_recall; }
    [[nodiscard]] FindingModel& findings() const { return *m_findings; }
    [[nodiscard]] QTreeView& table() const { return *m_table; }
    [[nodiscard]] bool isSettled() const { return !m_judgement.isJudging(); }
    // The doubtful items as CSV; empty without a report.
    [[nodiscard]] QByteArray cleaningTable() const;
    // Says what hinders it; empty where it was written.
    [[nodiscard]] static QString save(const QByteArray& table, const QString& path);

Q_SIGNALS:
    void pageShown(triptych::widgets::JudgementView::Page page);
    void queryChosen(const triptych::CorpusPlace& query, triptych::Modality target);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void layOut();
    void refresh();
    void refreshDirections();
    void choose(int row);
    void askWhereToSave();
    void retranslate();
    [[nodiscard]] QString nothingFound() const;

    EmbeddingSpace& m_space;
    CorpusJudgement m_judgement;
    RecallView* m_recall;
    FindingModel* m_findings;
    QSortFilterProxyModel* m_sorted;
    SegmentedButton* m_pages;
    QComboBox* m_direction;
    QToolButton* m_save;
    QStackedWidget* m_stack;
    QTreeView* m_table;
    QLabel* m_nothing; // in place of an empty table
};

} // namespace triptych::widgets
