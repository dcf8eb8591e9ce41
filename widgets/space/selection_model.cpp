// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/selection_model.h"

#include <QLocale>
#include <algorithm>
#include <unordered_set>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

bool isNumber(int column) {
    return column != SelectionModel::SampleId && column != SelectionModel::Kind && column != SelectionModel::Content;
}

// Places are read down a column that words follow.
Qt::Alignment alignmentOf(int column) {
    const Qt::Alignment side = column == SelectionModel::Rank ? Qt::AlignHCenter
                               : isNumber(column)             ? Qt::AlignRight
                                                              : Qt::AlignLeft;
    return side | Qt::AlignVCenter;
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
    connect(&retrieval, &Retrieval::resultChanged, this, &SelectionModel::refresh);
    connect(&retrieval, &Retrieval::temperatureChanged, this, &SelectionModel::refreshProbabilities);
    refresh();
}

void SelectionModel::setListsHits(bool lists) {
    m_listsHits = lists;
    refresh();
}

void SelectionModel::refresh() {
    beginResetModel();
    m_probabilities = m_retrieval.probabilities();
    m_ranks.clear();
    for (std::size_t rank = 0; rank < m_retrieval.hits().size(); ++rank)
        if (const int item = m_space.indexOf(m_retrieval.hits()[rank].place); item >= 0)
            m_ranks.emplace(item, rank);
    m_neighbours = {m_space.neighbours().begin(), m_space.neighbours().end()};
    std::vector<int> items = all();
    m_total = items.size();
    m_rows = arranged(std::move(items), mostListed);
    endResetModel();
}

void SelectionModel::refreshProbabilities() {
    m_probabilities = m_retrieval.probabilities();
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Probability), index(rowCount() - 1, Probability), {Qt::DisplayRole});
}

std::vector<int> SelectionModel::all() const {
    if (!showsHits())
        return m_space.selected();
    std::vector<int> items;
    for (const CorpusHit& hit : m_retrieval.hits())
        if (const int item = m_space.indexOf(hit.place); item >= 0)
            items.push_back(item);
    return items;
}

bool SelectionModel::hasMatches() const {
    return std::ranges::any_of(m_retrieval.hits(), [](const CorpusHit& hit) { return hit.match.has_value(); });
}

bool SelectionModel::hasNeighbours() const {
    return !showsHits() && std::ranges::any_of(m_neighbours, [&](const auto& neighbour) {
        return m_space.isSelected(neighbour.first);
    });
}

void SelectionModel::sort(int column, Qt::SortOrder order) {
    m_column = column;
    m_order = order;
    refresh();
}

std::vector<int> SelectionModel::arranged(std::vector<int> items, std::size_t most) const {
    if (isNumber(m_column))
        return byNumber(items, most);
    const auto kept = items.begin() + static_cast<std::ptrdiff_t>(std::min(most, items.size()));
    const auto before = [&](int one, int other) {
        // Items are counted by modality.
        const int order = m_column == SampleId  ? m_space.item(one).row.id.compare(m_space.item(other).row.id)
                          : m_column == Content ? contentOf(one).compare(contentOf(other))
                                                : 0;
        const int decided = order == 0 ? one - other : order;
        return m_order == Qt::AscendingOrder ? decided < 0 : decided > 0;
    };
    std::partial_sort(items.begin(), kept, items.end(), before);
    items.erase(kept, items.end());
    return items;
}

// Only hits and true neighbours have numbers; the others follow as they come.
std::vector<int> SelectionModel::byNumber(const std::vector<int>& items, std::size_t most) const {
    std::vector<std::pair<double, int>> numbered;
    const auto add = [&](int item) {
        const bool isListed = showsHits() || m_space.isSelected(item);
        if (const QVariant number = value(item, m_column); number.isValid() && isListed)
            numbered.emplace_back(m_order == Qt::AscendingOrder ? number.toDouble() : -number.toDouble(), item);
    };
    for (const auto& [item, rank] : m_ranks)
        add(item);
    for (const auto& [item, score] : m_neighbours)
        if (!m_ranks.contains(item))
            add(item);
    std::ranges::sort(numbered);
    std::vector<int> rows;
    std::unordered_set<int> taken;
    for (const auto& [number, item] : numbered) {
        rows.push_back(item);
        taken.insert(item);
    }
    for (auto item = items.begin(); item != items.end() && rows.size() < most; ++item)
        if (!taken.contains(*item))
            rows.push_back(*item);
    return rows;
}

int SelectionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SelectionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

// A picture or a sound is told by what is said of it.
QString SelectionModel::contentOf(int item) const {
    const std::string& caption = m_space.captionOf(item);
    const bool isText = m_space.item(item).place.modality == Modality::Text;
    return isText || caption.empty() ? cards::titleOf(m_space.item(item)) : QString::fromStdString(caption);
}

QVariant SelectionModel::value(int index, int column) const {
    const EmbeddingSpace::Item& item = m_space.item(index);
    const auto rank = m_ranks.find(index);
    const CorpusHit* hit = rank == m_ranks.end() ? nullptr : &m_retrieval.hits()[rank->second];
    switch (column) {
    case Rank:
        return hit ? QVariant(static_cast<int>(rank->second) + 1) : QVariant();
    case SampleId:
        return QString::fromStdString(item.row.id);
    case Kind:
        return modalityWord(item.place.modality);
    case Content:
        return contentOf(index);
    case Similarity:
        return hit ? QVariant(static_cast<double>(hit->score)) : QVariant();
    case Matching:
        return hit && hit->match ? QVariant(static_cast<double>(*hit->match)) : QVariant();
    case Probability:
        return hit ? QVariant(m_probabilities[rank->second]) : QVariant();
    case Neighbour: {
        const auto neighbour = m_neighbours.find(index);
        return neighbour == m_neighbours.end() ? QVariant() : QVariant(static_cast<double>(neighbour->second));
    }
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
    case Qt::DisplayRole: {
        const QVariant shown = value(item, index.column());
        return shown.typeId() == QMetaType::Double ? QVariant(numberText(shown.toDouble())) : shown;
    }
    case Qt::TextAlignmentRole:
        return QVariant(alignmentOf(index.column()));
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
        return QVariant(alignmentOf(section));
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("Rank"),       tr("Sample"),   tr("Modality"),    tr("Caption"),
                            tr("Similarity"), tr("Matching"), tr("Probability"), tr("True neighbour")};
    return names.value(section);
}

QByteArray SelectionModel::toCsv() const {
    QByteArray csv = "rank,sample,modality,content,similarity,matching,probability,true_neighbour\r\n";
    const std::vector<int> items = all();
    for (const int item : arranged(items, items.size())) {
        for (int column = 0; column < ColumnCount; ++column) {
            const QVariant field = column == Content ? cards::titleOf(m_space.item(item)) : value(item, column);
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

} // namespace triptych::widgets
