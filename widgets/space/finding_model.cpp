// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/finding_model.h"

#include <string_view>
#include <unordered_map>

#include "widgets/panels/number_text.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

FindingModel::FindingModel(EmbeddingSpace& space, const CorpusJudgement& judgement, QObject* parent)
    : QAbstractTableModel(parent)
    , m_space(space)
    , m_judgement(judgement) {
    connect(&judgement, &CorpusJudgement::changed, this, &FindingModel::refresh);
}

void FindingModel::show(Kind kind, int direction) {
    m_kind = kind;
    m_direction = direction;
    refresh();
}

void FindingModel::refresh() {
    beginResetModel();
    m_findings.clear();
    if (m_judgement.report() && m_kind == Kind::WrongHits)
        addWrongHits();
    else if (m_judgement.report())
        addDoubtful();
    endResetModel();
}

void FindingModel::addWrongHits() {
    const auto& directions = m_judgement.report()->directions;
    if (m_direction < 0 || m_direction >= static_cast<int>(directions.size()))
        return;
    for (const WrongHit& hit : directions[static_cast<std::size_t>(m_direction)].hardest)
        m_findings.push_back({hit.query, hit.found, true, {}, hit.score, hit.rightScore, hit.rank});
}

void FindingModel::addDoubtful() {
    const RetrievalReport& report = *m_judgement.report();
    std::unordered_map<std::string_view, CorpusPlace> firstOf; // an id stands for its first item, the picture
    for (const EmbeddingSpace::Item& item : m_space.items())
        firstOf.try_emplace(item.row.id, item.place);
    for (const std::string& id : report.mismatched)
        if (const auto first = firstOf.find(id); first != firstOf.end())
            m_findings.push_back({first->second, {}, false, tr("image and text hardly fit"), 0, 0, 0});
    for (const SimilarPair& pair : report.nearDuplicates)
        m_findings.push_back({pair.first, pair.second, true, tr("nearly the same"), pair.score, 0, 0});
}

int FindingModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

int FindingModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString FindingModel::titleOf(const CorpusPlace& place) const {
    const int index = m_space.indexOf(place);
    if (index < 0)
        return {};
    const EmbeddingSpace::Item& item = m_space.item(index);
    return place.modality == Modality::Text ? cards::titleOf(item) : QString::fromStdString(item.row.id);
}

QString FindingModel::tipOf(const CorpusPlace& place) const {
    const int index = m_space.indexOf(place);
    if (index < 0)
        return {};
    const EmbeddingSpace::Item& item = m_space.item(index);
    const QString id = QString::fromStdString(item.row.id);
    const QString caption = QString::fromStdString(m_space.captionOf(index));
    const QString words = place.modality == Modality::Text ? cards::titleOf(item) : caption;
    return words.isEmpty() ? id : QStringLiteral("%1 · %2").arg(id, words);
}

QVariant FindingModel::value(const Finding& finding, int column) const {
    const bool isWrongHit = m_kind == Kind::WrongHits;
    switch (column) {
    case What:
        return titleOf(finding.first);
    case Other:
        return finding.hasSecond ? titleOf(finding.second) : finding.problem;
    case Score:
        return finding.hasSecond ? QVariant(finding.score) : QVariant();
    case OwnScore:
        return isWrongHit ? QVariant(finding.ownScore) : QVariant();
    case OwnRank:
        return isWrongHit ? QVariant(static_cast<qlonglong>(finding.ownRank)) : QVariant();
    default:
        return {};
    }
}

QVariant FindingModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Finding& one = finding(index.row());
    const bool isNumber = index.column() >= Score;
    switch (role) {
    case SortRole:
        return value(one, index.column());
    case Qt::DisplayRole: {
        const QVariant shown = value(one, index.column());
        return shown.typeId() == QMetaType::Double ? QVariant(numberText(shown.toDouble())) : shown;
    }
    case Qt::ToolTipRole:
        if (isNumber)
            return {};
        return index.column() == What ? tipOf(one.first) : one.hasSecond ? tipOf(one.second) : one.problem;
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return theme::font(theme::Role::Secondary);
    case Qt::DecorationRole:
        if (index.column() == What)
            return theme::marksIcon({one.first.modality});
        return index.column() == Other && one.hasSecond ? QVariant(theme::marksIcon({one.second.modality}))
                                                        : QVariant();
    default:
        return {};
    }
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section >= Score ? Qt::AlignRight : Qt::AlignLeft));
    const bool isWrongHit = m_kind == Kind::WrongHits;
    if (role == Qt::ToolTipRole && isWrongHit)
        return QStringList{tr("Whose own item does not come first"), tr("The item that comes first"),
                           tr("Similarity of what was found"), tr("Similarity of the query's own item"),
                           tr("Rank of the query's own item")}
            .value(section);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names = isWrongHit
                                  ? QStringList{tr("Query"), tr("Found instead"), tr("Score"), tr("Right"), tr("Rank")}
                                  : QStringList{tr("Item"), tr("Doubt"), tr("Score"), {}, {}};
    return names.value(section);
}

} // namespace triptych::widgets
