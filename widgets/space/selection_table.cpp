// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/selection_table.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QLocale>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/expand_button.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/view_window.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int rowHeight = 24;

bool isNumber(int column) {
    return column != SelectionModel::SampleId && column != SelectionModel::Kind && column != SelectionModel::Content;
}

QByteArray quoted(const QString& field) {
    QString inside = field;
    return '"' + inside.replace(QLatin1Char('"'), QStringLiteral("\"\"")).toUtf8() + '"';
}

} // namespace

SelectionModel::SelectionModel(EmbeddingSpace& space, Retrieval& retrieval, QObject* parent)
    : QAbstractTableModel(parent)
    , m_space(space)
    , m_retrieval(retrieval) {
    connect(&space, &EmbeddingSpace::corpusChanged, this, &SelectionModel::refresh);
    connect(&space, &EmbeddingSpace::selectionChanged, this, &SelectionModel::refresh);
    connect(&retrieval, &Retrieval::changed, this, &SelectionModel::refresh);
    connect(&retrieval, &Retrieval::temperatureChanged, this, &SelectionModel::refresh);
    refresh();
}

void SelectionModel::refresh() {
    beginResetModel();
    m_rows = m_space.selected();
    m_probabilities = m_retrieval.probabilities();
    if (showsHits())
        for (const CorpusHit& hit : m_retrieval.hits())
            if (const int item = m_space.indexOf(hit.place); item >= 0)
                m_rows.push_back(item);
    endResetModel();
}

int SelectionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SelectionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SelectionModel::value(int index, int column) const {
    const EmbeddingSpace::Item& item = m_space.item(index);
    const int rank = m_retrieval.rankOf(item.place);
    const CorpusHit* hit = rank < 0 ? nullptr : &m_retrieval.hits()[static_cast<std::size_t>(rank)];
    switch (column) {
    case Rank:
        return hit ? QVariant(rank + 1) : QVariant();
    case SampleId:
        return QString::fromStdString(item.row.id);
    case Kind:
        return modalityWord(item.place.modality);
    case Content:
        return cards::titleOf(item);
    case Similarity:
        return hit ? QVariant(static_cast<double>(hit->score)) : QVariant();
    case Matching:
        return hit && hit->match ? QVariant(static_cast<double>(*hit->match)) : QVariant();
    case Probability:
        return hit ? QVariant(m_probabilities[static_cast<std::size_t>(rank)]) : QVariant();
    case Neighbour:
        for (const auto& [neighbour, score] : m_space.neighbours())
            if (neighbour == index)
                return static_cast<double>(score);
        return {};
    default:
        return {};
    }
}

QVariant SelectionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= static_cast<int>(m_rows.size()))
        return {};
    const int item = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case ItemRole:
        return item;
    case SortRole:
        return value(item, index.column());
    case Qt::DisplayRole: {
        const QVariant shown = value(item, index.column());
        return shown.typeId() == QMetaType::Double ? QVariant(numberText(shown.toDouble())) : shown;
    }
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return theme::font(theme::Role::Secondary, item == m_space.current() ? QFont::DemiBold : QFont::Normal);
    case Qt::DecorationRole:
        if (index.column() == Kind)
            return theme::marksIcon({m_space.item(item).place.modality});
        return {};
    default:
        return {};
    }
}

QVariant SelectionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("Rank"),       tr("Sample"),   tr("Modality"),    tr("Content"),
                            tr("Similarity"), tr("Matching"), tr("Probability"), tr("True neighbour")};
    return names.value(section);
}

QByteArray SelectionModel::toCsv() const {
    QByteArray csv = "rank,sample,modality,content,similarity,matching,probability,true_neighbour\r\n";
    for (const int item : m_rows) {
        for (int column = 0; column < ColumnCount; ++column) {
            const QVariant field = value(item, column);
            if (column > 0)
                csv += ',';
            if (column == Kind)
                csv += toString(m_space.item(item).place.modality).data();
            else if (field.typeId() == QMetaType::Double)
                csv += QLocale::c().toString(field.toDouble(), 'g', 9).toLatin1();
            else
                csv += isNumber(column) ? field.toString().toLatin1() : quoted(field.toString());
        }
        csv += "\r\n";
    }
    return csv;
}

SelectionPanel::SelectionPanel(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_space(space)
    , m_model(new SelectionModel(space, retrieval, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTreeView)
    , m_export(addTool(QStringLiteral("export"))) {
    addToHeader(new ExpandButton(*this));
    addToHeader(new WindowButton(*this));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SelectionModel::SortRole);
    m_table->setModel(m_sorted);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(SelectionModel::Rank, Qt::AscendingOrder);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(SelectionModel::Content, QHeaderView::Stretch);
    for (const int column : {SelectionModel::Rank, SelectionModel::SampleId, SelectionModel::Similarity,
                             SelectionModel::Matching, SelectionModel::Probability})
        m_table->header()->resizeSection(column, 84);
    m_table->setMinimumHeight(2 * rowHeight);
    body()->setContentsMargins({});
    body()->addWidget(m_table);
    connect(m_table, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        const int item = index.data(SelectionModel::ItemRole).toInt();
        // What was selected by the lasso stays; only the pointer moves.
        m_space.click(item, m_space.isSelected(item));
    });
    connect(m_export, &QToolButton::clicked, this, &SelectionPanel::exportCsv);
    connect(m_model, &QAbstractItemModel::modelReset, this, &SelectionPanel::refreshFacts);
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

void SelectionPanel::refreshFacts() {
    const int count = m_model->rowCount();
    m_export->setEnabled(count > 0);
    setFacts(m_model->showsHits() ? (count > 0 ? tr("nothing selected: the %1 hits").arg(count)
                                               : tr("click a point or a hit, or draw around points"))
                                  : tr("%1 items, linked to map and gallery").arg(count));
}

void SelectionPanel::retranslate() {
    setTitle(tr("Selection"));
    setTip(m_export, tr("Save this table as CSV"));
    m_table->setAccessibleName(tr("Selected items"));
    m_model->refresh();
}

} // namespace triptych::widgets
