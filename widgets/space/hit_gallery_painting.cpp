// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/hit_gallery.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int mostPerFrame = 2; // pictures that a frame draws anew

picture::ColourMap colourMapOf(const Session& session) {
    return picture::colourMapFromString(session.display().values().colourMap).value_or(picture::ColourMap::Magma);
}

// A light line on a dark one, seen on every ground.
void drawRegion(QPainter& painter, const QRectF& picture, const Box& region) {
    const QRectF box(picture.left() + region.x0 * picture.width(), picture.top() + region.y0 * picture.height(),
                     (region.x1 - region.x0) * picture.width(), (region.y1 - region.y0) * picture.height());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3.5));
    painter.drawRect(box.adjusted(2, 2, -2, -2));
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(box.adjusted(2, 2, -2, -2));
}

} // namespace

void HitGallery::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.fillRect(viewport()->rect(), theme::current().panel);
    m_drawnNow = 0;
    if (m_retrieval.hits().empty()) {
        painter.setPen(m_retrieval.error() ? theme::current().error : theme::current().ink3);
        painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
        return;
    }
    for (int rank = 0; rank < static_cast<int>(m_retrieval.hits().size()); ++rank)
        if (cardRect(rank).intersects(viewport()->rect()))
            paintCard(painter, rank);
}

void HitGallery::paintCard(QPainter& painter, int rank) {
    const theme::Tokens& tokens = theme::current();
    const QRect card = cardRect(rank);
    const QRectF area(card.topLeft(), QSizeF(card.width(), card.width()));
    QPainterPath clip;
    clip.addRoundedRect(area, theme::metric::radius, theme::metric::radius);
    painter.save();
    painter.setClipPath(clip);
    painter.fillRect(area, tokens.raised);
    paintContent(painter, area, hit(rank));
    painter.restore();
    paintBadges(painter, area, rank);

    const int item = m_space.indexOf(hit(rank).place);
    painter.setBrush(Qt::NoBrush);
    if (m_space.isSelected(item)) {
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), theme::metric::radius, theme::metric::radius);
    } else if (item >= 0 && item == m_space.hovered()) {
        painter.setPen(QPen(tokens.strong, 2));
        painter.drawRoundedRect(area, theme::metric::radius, theme::metric::radius);
    }
    paintScore(painter, QRectF(card).adjusted(0, area.height() + 5, 0, 0), rank);
}

// The rank, and a tick on what belongs to the query.
void HitGallery::paintBadges(QPainter& painter, const QRectF& area, int rank) const {
    const theme::Tokens& tokens = theme::current();
    const QRectF badge(area.left() + 5, area.top() + 5, 22, 20);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.tip);
    painter.drawRoundedRect(badge, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setPen(tokens.onTip);
    painter.setFont(theme::font(theme::Role::Hint, QFont::DemiBold));
    painter.drawText(badge, Qt::AlignCenter, QString::number(rank + 1));
    if (!isOwn(rank))
        return;
    const QRectF tick(area.right() - 25, area.top() + 5, 20, 20);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.ok);
    painter.drawRoundedRect(tick, theme::metric::smallRadius, theme::metric::smallRadius);
    theme::icon(QStringLiteral("check"), theme::IconInk::OnAccent)
        .paint(&painter, tick.toRect().adjusted(3, 3, -3, -3));
}

void HitGallery::paintContent(QPainter& painter, const QRectF& area, const CorpusHit& hit) {
    const theme::Tokens& tokens = theme::current();
    if (hit.place.modality == Modality::Text) {
        (void)m_reasons.of(hit);
        painter.setPen(tokens.ink);
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.drawText(area.adjusted(8, 28, -8, -8), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         QString::fromStdString(hit.row.text));
        return;
    }
    if (const QPixmap picture = pictureOf(hit, qRound(area.width())); !picture.isNull())
        painter.drawPixmap(area.topLeft(), picture);
}

// Heat takes milliseconds to draw, so a frame draws few pictures anew and leaves the others to the next ones.
QPixmap HitGallery::pictureOf(const CorpusHit& hit, int edge) {
    const HitReasons::Reason* reason = m_reasons.of(hit);
    Drawn& drawn = m_pictures[hit.place];
    const bool hasReason = reason && !reason->map.empty();
    const double ratio = devicePixelRatioF();
    const QSize size = QSize(edge, edge) * ratio;
    const std::optional<triptych::Box> region = hit.parts ? hit.parts->bestRegion : std::nullopt;
    if (drawn.picture.size() == size && drawn.hasReason == hasReason && drawn.region == region)
        return drawn.picture;
    if (m_drawnNow == mostPerFrame) {
        viewport()->update();
        return drawn.picture;
    }
    if (m_thumbnails.of(itemOf(hit.place.modality, hit.row)).isNull() && !hasReason)
        return {};
    ++m_drawnNow;
    drawn.picture = QPixmap(size);
    drawn.picture.setDevicePixelRatio(ratio);
    drawn.picture.fill(Qt::transparent);
    drawn.hasReason = hasReason;
    drawn.region = region;
    QPainter painter(&drawn.picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    drawPicture(painter, QRectF(0, 0, edge, edge), hit, reason);
    return drawn.picture;
}

void HitGallery::drawPicture(QPainter& painter, const QRectF& area, const CorpusHit& hit,
                             const HitReasons::Reason* reason) {
    QImage image = m_thumbnails.of(itemOf(hit.place.modality, hit.row));
    if (hit.place.modality == Modality::Image && reason && reason->result)
        image = plot::toImage(reason->result->inputs.picture);
    if (image.isNull())
        return;
    const QSizeF size = QSizeF(image.size()).scaled(area.size(), Qt::KeepAspectRatio);
    const QRectF target(area.center() - QPointF(size.width() / 2, size.height() / 2), size);
    painter.drawImage(target, image);
    if (reason && !reason->map.empty())
        drawHeat(painter, area, target, hit, *reason);
    if (hit.parts && hit.parts->bestRegion)
        drawRegion(painter, target, *hit.parts->bestRegion);
}

void HitGallery::drawHeat(QPainter& painter, const QRectF& area, const QRectF& target, const CorpusHit& hit,
                          const HitReasons::Reason& reason) {
    const auto colours = colourMapOf(m_reasons.session());
    const float most = std::max(0.0F, std::ranges::max(reason.map.values()));
    if (hit.place.modality == Modality::Audio) {
        cell_drawing::drawSoundStrip(painter, area.adjusted(8, area.height() - 20, -8, -8), reason.map, colours, most);
        return;
    }
    if (reason.map.rank() != 2)
        return;
    const QRectF grid = plot::gridRect(reason.result->inputs.patchGrid, reason.result->inputs.picture, target);
    painter.setOpacity(m_reasons.session().display().values().opacity);
    painter.drawImage(grid, cell_drawing::heatImage(reason.map, colours, most, grid, devicePixelRatioF()));
    painter.setOpacity(1);
}

void HitGallery::forgetPictures() {
    m_pictures.clear();
    viewport()->update();
}

QString HitGallery::nameOf(int rank) const {
    if (hit(rank).match)
        return tr("match %1").arg(numberText(static_cast<double>(*hit(rank).match)));
    return lackOf(rank).isEmpty() ? QString::fromStdString(hit(rank).row.id) : lackOf(rank);
}

void HitGallery::paintScore(QPainter& painter, const QRectF& area, int rank) const {
    const theme::Tokens& tokens = theme::current();
    const auto score = static_cast<double>(hit(rank).score);
    const QRectF groove(area.left(), area.top(), area.width(), 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(QRectF(groove.topLeft(), QSizeF(groove.width() * std::clamp(score, 0.0, 1.0), 4)), 2, 2);
    QRectF line = area.adjusted(0, 6, 0, 0);
    painter.setPen(tokens.ink);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, numberText(score));
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(numberText(score)) + theme::metric::inner);
    painter.setPen(tokens.ink2);
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.drawText(line, Qt::AlignRight | Qt::AlignTop,
                     painter.fontMetrics().elidedText(nameOf(rank), Qt::ElideRight, static_cast<int>(line.width())));
}

} // namespace triptych::widgets
