// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "widgets/space/map_cards.h"
#include "widgets/space/map_overlay.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr std::size_t mostPainted = 50'000; // while moving
constexpr std::size_t mostLabels = 24;

QPainterPath star(const QPointF& middle, double radius) {
    QPainterPath path;
    for (int i = 0; i < 10; ++i) {
        const double angle = (i * 36 - 90) * std::numbers::pi / 180;
        const double reach = i % 2 == 0 ? radius : radius * 0.42;
        const QPointF at = middle + QPointF(std::cos(angle), std::sin(angle)) * reach;
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    path.closeSubpath();
    return path;
}

QRectF around(const QPointF& middle, double edge) {
    return {middle.x() - edge / 2, middle.y() - edge / 2, edge, edge};
}

} // namespace

void MapOverlay::paintPoints(QPainter& painter) const {
    painter.setPen(QPen(QColor::fromRgb(m_cloud.lineColour), 1));
    for (const auto& [from, to] : m_cloud.lines)
        if (const auto a = seen(from), b = seen(to); a && b)
            painter.drawLine(a->at, b->at);
    const std::size_t stride = m_isMoving ? scene::strideFor(m_cloud.points.size(), mostPainted) : 1;
    std::vector<std::pair<double, int>> farFirst;
    for (std::size_t i = 0; i < m_cloud.points.size(); i += stride)
        if (const auto there = seen(static_cast<int>(i)); there && rect().contains(there->at.toPoint()))
            farFirst.emplace_back(-there->depth, static_cast<int>(i));
    if (m_space.layout().dimensions == 3)
        std::ranges::sort(farFirst);
    for (const auto& [depth, item] : farFirst) {
        const auto i = static_cast<std::size_t>(item);
        const double edge = markPixels() * m_camera.distance() / -depth;
        theme::drawMark(painter, m_cloud.modalities[i], around(seen(item)->at, edge),
                        QColor::fromRgb(m_cloud.colours[i]));
    }
}

void MapOverlay::paintSelection(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    const double edge = markPixels() + 6;
    painter.setBrush(Qt::NoBrush);
    if (m_space.selected().size() <= mostPainted / 100) {
        painter.setPen(QPen(tokens.ink, 1.5));
        for (const int item : m_space.selected())
            if (const auto there = seen(item))
                painter.drawRect(around(there->at, edge));
    }
    if (const auto there = seen(m_space.current())) {
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(around(there->at, edge + 4), 3, 3);
    }
    if (const auto there = seen(m_space.hovered())) {
        painter.setPen(QPen(tokens.ink, 2));
        painter.drawEllipse(there->at, edge / 2 + 1, edge / 2 + 1);
    }
}

void MapOverlay::paintNeighbours(QPainter& painter) const {
    const auto from = seen(m_space.current());
    if (!from)
        return;
    const theme::Tokens& tokens = theme::current();
    for (const auto& [item, score] : m_space.neighbours()) {
        const auto to = seen(item);
        if (!to)
            continue;
        painter.setPen(QPen(tokens.panel, 4));
        painter.drawLine(from->at, to->at);
        painter.setPen(QPen(tokens.accent, 1.5));
        painter.drawLine(from->at, to->at);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(to->at, markPixels() / 2 + 3, markPixels() / 2 + 3);
    }
}

// What the other workspaces show, told by its shape.
void MapOverlay::paintShownSample(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    const double reach = markPixels() / 2 + 7;
    painter.setBrush(Qt::NoBrush);
    for (const int item : m_space.shownSample()) {
        const auto there = seen(item);
        if (!there)
            continue;
        const QPolygonF diamond{{there->at + QPointF(0, -reach), there->at + QPointF(reach, 0),
                                 there->at + QPointF(0, reach), there->at + QPointF(-reach, 0)}};
        painter.setPen(QPen(tokens.panel, 4));
        painter.drawPolygon(diamond);
        painter.setPen(QPen(tokens.ink, 1.5));
        painter.drawPolygon(diamond);
    }
}

void MapOverlay::paintQuery(QPainter& painter) const {
    const auto place = m_retrieval.placeInLayout();
    if (!place || !m_showsQuery)
        return;
    const auto there = m_camera.see(*place, size());
    if (there.depth <= 0)
        return;
    const theme::Tokens& tokens = theme::current();
    for (const CorpusHit& hit : m_retrieval.hits()) {
        const auto to = seen(m_space.indexOf(hit.place));
        if (!to || m_retrieval.rankOf(hit.place) >= 5)
            continue;
        painter.setPen(QPen(tokens.accent, 1, Qt::DashLine));
        painter.drawLine(there.at, to->at);
    }
    painter.setPen(QPen(tokens.panel, 2));
    painter.setBrush(tokens.accent);
    painter.drawPath(star(there.at, 11));
}

void MapOverlay::paintLasso(QPainter& painter) const {
    if (m_lasso.size() < 2)
        return;
    QColor fill = theme::current().accentSoft;
    fill.setAlphaF(0.35F);
    painter.setPen(QPen(theme::current().accent, 1.5, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPolygon(m_lasso);
}

void MapOverlay::paintGroupLabels(QPainter& painter) const {
    if (m_colouring.column.empty())
        return;
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    std::vector<QRectF> taken;
    for (const ColourGroup& group : m_groups) {
        QPointF sum;
        int count = 0;
        for (const int item : group.items)
            if (const auto there = seen(item)) {
                sum += there->at;
                ++count;
            }
        if (count == 0 || taken.size() >= mostLabels)
            continue;
        const QRectF box = metrics.boundingRect(group.label).translated(sum / count).adjusted(-4, -2, 4, 2);
        if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(box); }))
            continue;
        taken.push_back(box);
        QColor ground = theme::current().panel;
        ground.setAlphaF(0.8F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(theme::current().ink);
        painter.drawText(box, Qt::AlignCenter, group.label);
    }
}

// What to do, or what is going on, where there are no points yet.
void MapOverlay::paintInvitation(QPainter& painter) {
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.setPen(theme::current().ink2);
    const QString words = m_space.isMaking() ? tr("The samples are being embedded…")
                          : m_space.info()   ? tr("The map is being laid out…")
                                             : tr("Open samples or a folder of your own: every picture, text and sound "
                                                    "becomes a point of this map.");
    constexpr int widest = 320;
    QRect area = rect();
    area.setWidth(std::min(widest, area.width()));
    area.moveCenter(rect().center());
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, words);
}

void MapOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_paintsPoints) {
        painter.fillRect(rect(), theme::current().panel);
        paintPoints(painter);
    }
    paintShownSample(painter);
    paintNeighbours(painter);
    paintQuery(painter);
    paintSelection(painter);
    paintLasso(painter);
    if (m_space.points().empty())
        return paintInvitation(painter);
    paintGroupLabels(painter);
    cards::drawLegend(
        painter, rect(), m_groups,
        {m_colouring.column.empty(), showsQuery(), !m_space.shownSample().empty(), !m_space.pairs().empty()});
    if (!m_qualityBox.isEmpty())
        cards::drawQuality(painter, m_qualityBox, m_space);
    if (m_paintsPoints)
        cards::drawPaintedNote(painter, rect());
    if (const auto there = seen(m_space.hovered()))
        cards::drawItem(painter, rect(), there->at, m_space, m_retrieval, m_space.hovered(), m_thumbnails);
}

} // namespace triptych::widgets
