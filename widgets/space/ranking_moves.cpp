// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/ranking_moves.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int head = 26;
constexpr int moveHeight = 48;
constexpr int moveThumbnail = 40;
constexpr int rankWidth = 24;
constexpr int moveWidth = 36;
constexpr double gapShare = 0.18; // of the width, for the curves

} // namespace

RankingMoves::RankingMoves(EmbeddingSpace& space, Retrieval& retrieval, OtherRanking& other, ThumbnailCache& thumbnails,
                           QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_other(other)
    , m_thumbnails(thumbnails) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(head + 2 * moveHeight);
    viewport()->setMouseTracking(true);
    connect(&retrieval, &Retrieval::changed, this, &RankingMoves::refresh);
    connect(&other, &OtherRanking::changed, this, &RankingMoves::refresh);
    for (const auto signal : {&EmbeddingSpace::selectionChanged, &EmbeddingSpace::hoverChanged})
        connect(&space, signal, viewport(), qOverload<>(&QWidget::update));
    connect(&thumbnails, &ThumbnailCache::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, viewport(), qOverload<>(&QWidget::update));
}

const std::vector<CorpusHit>& RankingMoves::hitsOf(Side side) const {
    return side == Own ? m_retrieval.hits() : m_other.hits();
}

QRect RankingMoves::rowRect(Side side, int rank) const {
    const int column = qRound(viewport()->width() * (1 - gapShare) / 2);
    const int left = side == Own ? 0 : viewport()->width() - column;
    return {left, head + rank * moveHeight - verticalScrollBar()->value(), column, moveHeight};
}

void RankingMoves::refresh() {
    const int rows = static_cast<int>(std::max(hitsOf(Own).size(), hitsOf(Other).size()));
    verticalScrollBar()->setRange(0, std::max(0, head + rows * moveHeight - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(moveHeight / 2);
    viewport()->update();
}

void RankingMoves::resizeEvent(QResizeEvent*) {
    refresh();
}

int RankingMoves::ownRankOf(const CorpusHit& other) const {
    const auto& own = hitsOf(Own);
    const auto found =
        std::ranges::find_if(own, [&](const CorpusHit& hit) { return OtherRanking::areSame(hit, other); });
    return found == own.end() ? -1 : static_cast<int>(found - own.begin());
}

QString RankingMoves::moveOf(int otherRank) const {
    const int own = ownRankOf(hitsOf(Other)[static_cast<std::size_t>(otherRank)]);
    if (own < 0)
        return tr("new");
    if (own == otherRank)
        return QStringLiteral("=");
    return own > otherRank ? QStringLiteral("+%1").arg(own - otherRank) : QStringLiteral("−%1").arg(otherRank - own);
}

int RankingMoves::itemOfHit(Side side, int rank) const {
    const CorpusHit& hit = hitsOf(side)[static_cast<std::size_t>(rank)];
    if (side == Own)
        return m_space.indexOf(hit.place);
    if (const int own = ownRankOf(hit); own >= 0)
        return itemOfHit(Own, own);
    // Both corpora were made of the same items, usually in the same order.
    const int index = m_space.indexOf(hit.place);
    return index >= 0 && m_space.item(index).row.id == hit.row.id ? index : -1;
}

int RankingMoves::itemAt(const QPoint& at) const {
    for (const Side side : {Own, Other})
        for (int rank = 0; rank < static_cast<int>(hitsOf(side).size()); ++rank)
            if (at.y() > head && rowRect(side, rank).contains(at))
                return itemOfHit(side, rank);
    return -1;
}

void RankingMoves::mouseMoveEvent(QMouseEvent* event) {
    m_space.hover(itemAt(event->pos()));
}

void RankingMoves::mousePressEvent(QMouseEvent* event) {
    m_space.click(itemAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

bool RankingMoves::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        m_space.hover(-1);
    return QAbstractScrollArea::viewportEvent(event);
}

QString RankingMoves::emptyText(Side side) const {
    const std::optional<Error>& error = side == Own ? m_retrieval.error() : m_other.error();
    if (error)
        return errorTitle(error->code) + QLatin1Char('\n') + QString::fromStdString(error->detail);
    if (side == Other && m_other.isEmbedding() && m_other.progress().total > 0)
        return tr("%1: %2 of %3")
            .arg(stageLabel(m_other.progress().stage))
            .arg(m_other.progress().done)
            .arg(m_other.progress().total);
    const bool works = side == Own ? m_retrieval.isSearching() : m_other.isWorking();
    return works ? tr("Searching") : tr("Nothing found.");
}

void RankingMoves::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.fillRect(viewport()->rect(), theme::current().panel);
    paintMoves(painter);
    for (const Side side : {Own, Other}) {
        if (hitsOf(side).empty()) {
            painter.setFont(theme::font(theme::Role::Secondary));
            painter.setPen(theme::current().ink2);
            painter.drawText(rowRect(side, 0).adjusted(4, 8, -4, 4 * moveHeight),
                             Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, emptyText(side));
        }
        for (int rank = 0; rank < static_cast<int>(hitsOf(side).size()); ++rank)
            if (rowRect(side, rank).intersects(viewport()->rect()))
                paintRow(painter, side, rank);
    }
    paintHeads(painter);
}

void RankingMoves::paintHeads(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    painter.fillRect(QRect(0, 0, viewport()->width(), head), tokens.panel);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    const std::string own = m_space.info() ? m_space.info()->facts.model : std::string();
    for (const auto& [side, model] : {std::pair(Own, own), std::pair(Other, m_other.model())}) {
        QRect area = rowRect(side, 0);
        area.setTop(0);
        area.setHeight(head);
        painter.drawText(area.adjusted(4, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(modelLabel(model), Qt::ElideMiddle, area.width() - 8));
    }
    painter.setPen(tokens.line);
    painter.drawLine(0, head - 1, viewport()->width(), head - 1);
}

void RankingMoves::paintMoves(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int rank = 0; rank < static_cast<int>(hitsOf(Other).size()); ++rank) {
        const int own = ownRankOf(hitsOf(Other)[static_cast<std::size_t>(rank)]);
        if (own < 0)
            continue;
        const QRectF from = rowRect(Own, own);
        const QRectF to = rowRect(Other, rank);
        const bool isPointedAt = itemOfHit(Other, rank) == m_space.hovered() && m_space.hovered() >= 0;
        const double bend = (to.left() - from.right()) / 2;
        const QPointF begin(from.right() + 2, from.center().y());
        const QPointF end(to.left() - 2, to.center().y());
        QPainterPath curve(begin);
        curve.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end);
        QColor colour = isPointedAt ? tokens.accent : own == rank ? tokens.ink3 : tokens.ink2;
        colour.setAlphaF(isPointedAt ? 1.0F : 0.55F);
        painter.setPen(QPen(colour, isPointedAt ? 2.5 : 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(curve);
    }
}

void RankingMoves::paintRow(QPainter& painter, Side side, int rank) {
    const theme::Tokens& tokens = theme::current();
    const CorpusHit& hit = hitsOf(side)[static_cast<std::size_t>(rank)];
    const QRect row = rowRect(side, rank).adjusted(0, 2, 0, -2);
    const int item = itemOfHit(side, rank);
    if (item >= 0 && (m_space.isSelected(item) || item == m_space.hovered())) {
        painter.setPen(m_space.isSelected(item) ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(tokens.raised);
        painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), theme::metric::radius, theme::metric::radius);
    }
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    int left = row.left();
    painter.drawText(QRect(left, row.top(), rankWidth, row.height()), Qt::AlignCenter, QString::number(rank + 1));
    left += rankWidth;
    if (const QImage image = m_thumbnails.of(itemOf(hit.place.modality, hit.row)); !image.isNull()) {
        const QSizeF size = QSizeF(image.size()).scaled(QSizeF(moveThumbnail, moveThumbnail), Qt::KeepAspectRatio);
        const QPointF centre(left + moveThumbnail / 2.0, row.center().y());
        painter.drawImage(QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size), image);
        left += moveThumbnail + 8;
    }
    const int right = row.right() - (side == Other ? moveWidth : 0) - 4;
    const QRect words(left, row.top(), right - left, row.height());
    const QRect upper = words.adjusted(0, 2, 0, -words.height() / 2);
    const QRect lower = words.adjusted(0, words.height() / 2, 0, -2);
    painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, numberText(static_cast<double>(hit.score)));
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    const QString title = hit.place.modality == Modality::Text ? QString::fromStdString(hit.row.text)
                                                               : QString::fromStdString(hit.row.id);
    painter.drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(title, Qt::ElideRight, lower.width()));
    if (side == Other) {
        painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
        painter.drawText(QRect(right, row.top(), moveWidth, row.height()), Qt::AlignCenter, moveOf(rank));
    }
}

} // namespace triptych::widgets
