// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/selection_table.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QSaveFile>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "widgets/panels/expand_button.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int tableRowHeight = 24;
constexpr int rankColumn = 56;
constexpr int numberColumn = 84;
constexpr int neighbourColumn = 112;

} // namespace

SelectionPanel::SelectionPanel(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_model(new SelectionModel(space, retrieval, this))
    , m_table(new QTreeView)
    , m_export(addTool(QStringLiteral("export"))) {
    addToHeader(new ExpandButton(*this));
    addToHeader(new WindowButton(*this));
    m_table->setModel(m_model);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(SelectionModel::Rank, Qt::AscendingOrder);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(SelectionModel::Content, QHeaderView::Stretch);
    for (const int column : {SelectionModel::SampleId, SelectionModel::Kind, SelectionModel::Similarity,
                             SelectionModel::Matching, SelectionModel::Probability})
        m_table->header()->resizeSection(column, numberColumn);
    m_table->header()->resizeSection(SelectionModel::Rank, rankColumn);
    m_table->header()->resizeSection(SelectionModel::Neighbour, neighbourColumn);
    m_table->setMinimumHeight(2 * tableRowHeight);
    body()->setContentsMargins(theme::metric::listPadding, 0, theme::metric::listPadding, 0);
    body()->addWidget(m_table);
    connect(m_table, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        const int item = index.data(SelectionModel::ItemRole).toInt();
        // What was selected by the lasso stays; only the pointer moves.
        m_space.click(item, m_space.isSelected(item));
    });
    connect(m_export, &QToolButton::clicked, this, &SelectionPanel::exportCsv);
    connect(m_model, &QAbstractItemModel::modelReset, this, &SelectionPanel::refresh);
    retranslate();
}

void SelectionPanel::exportCsv() {
    auto* dialog = new QFileDialog(this, tr("Save as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const QByteArray csv = m_model->toCsv();
        if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
            setFacts(tr("%1 could not be written; choose another folder.").arg(path));
        else
            setFacts(tr("Saved as %1").arg(path));
    });
    dialog->open();
}

QString SelectionPanel::factsText() const {
    const int count = m_model->rowCount();
    const auto total = static_cast<int>(m_model->total());
    if (count == 0)
        return tr("click a point or draw around points");
    if (m_model->showsHits())
        return tr("nothing selected: the %n hits", nullptr, count);
    return total > count
               ? tr("the first %1 of %2 items, in the order chosen; the CSV file has all").arg(count).arg(total)
               : tr("%n items, linked to map and gallery", nullptr, count);
}

// A column without any number is left out.
void SelectionPanel::refresh() {
    const bool hasHits = m_model->listsHits() && !m_retrieval.hits().empty();
    for (const int column : {SelectionModel::Rank, SelectionModel::Similarity, SelectionModel::Probability})
        m_table->setColumnHidden(column, !hasHits);
    m_table->setColumnHidden(SelectionModel::Matching, !hasHits || !m_model->hasMatches());
    m_table->setColumnHidden(SelectionModel::Neighbour, !m_model->hasNeighbours());
    m_export->setEnabled(m_model->rowCount() > 0);
    setFacts(factsText());
}

void SelectionPanel::retranslate() {
    setTitle(tr("Selection"));
    setTip(m_export, tr("Save this table as CSV"));
    m_table->setAccessibleName(tr("Selected items"));
    m_model->refresh();
}

} // namespace triptych::widgets
