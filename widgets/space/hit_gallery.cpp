// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/hit_gallery.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int leastWidth = 112;
constexpr int gap = 8;
constexpr int footer = 34;
constexpr double opacity = 0.85;
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

HitGallery::HitGallery(EmbeddingSpace& space, Retrieval& retrieval, HitReasons& reasons, ThumbnailCache& thumbnails,
                       QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_reasons(reasons)
    , m_thumbnails(thumbnails) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(150);
    viewport()->setMouseTracking(true);
    connect(&retrieval, &Retrieval::changed, this, &HitGallery::refresh);
    for (const auto signal :
         {&EmbeddingSpace::selectionChanged, &EmbeddingSpace::hoverChanged, &EmbeddingSpace::workChanged})
        connect(&space, signal, viewport(), qOverload<>(&QWidget::update));
    connect(&reasons, &HitReasons::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&thumbnails, &ThumbnailCache::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&reasons, &HitReasons::forgotten, this, &HitGallery::forgetPictures);
    connect(&reasons.session().display(), &DisplaySettings::changed, this, &HitGallery::forgetPictures);
}

int HitGallery::columns() const {
    return std::max(1, (viewport()->width() + gap) / (leastWidth + gap));
}

QRect HitGallery::cardRect(int rank) const {
    const int count = columns();
    const int width = (viewport()->width() - 4 - gap * (count - 1)) / count;
    const int height = width + footer;
    return {2 + rank % count * (width + gap), 2 + rank / count * (height + gap) - verticalScrollBar()->value(), width,
            height};
}

void HitGallery::refresh() {
    verticalScrollBar()->setValue(0);
    const int last = static_cast<int>(m_retrieval.hits().size()) - 1;
    const int height = last < 0 ? 0 : cardRect(last).bottom() + 4;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(leastWidth / 2);
    viewport()->update();
}

void HitGallery::resizeEvent(QResizeEvent*) {
    refresh();
}

bool HitGallery::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        m_space.hover(-1);
    if (event->type() == QEvent::ToolTip) {
        showParts(*static_cast<QHelpEvent*>(event));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void HitGallery::showParts(const QHelpEvent& event) {
    const int rank = rankAt(event.pos());
    if (rank < 0 || !m_retrieval.hits()[static_cast<std::size_t>(rank)].parts) {
        QToolTip::hideText();
        return;
    }
    const PartScores& parts = *m_retrieval.hits()[static_cast<std::size_t>(rank)].parts;
    QStringList lines{tr("whole %1").arg(numberText(static_cast<double>(parts.whole)))};
    if (parts.regions)
        lines << tr("best region %1").arg(numberText(static_cast<double>(*parts.regions)));
    if (parts.words)
        lines << tr("word by word %1").arg(numberText(static_cast<double>(*parts.words)));
    QToolTip::showText(event.globalPos(), lines.join(QLatin1Char('\n')), viewport());
}

void HitGallery::leaveEvent(QEvent*) {
    m_space.hover(-1);
}

int HitGallery::rankAt(const QPoint& at) const {
    for (int rank = 0; rank < static_cast<int>(m_retrieval.hits().size()); ++rank)
        if (cardRect(rank).contains(at))
            return rank;
    return -1;
}

void HitGallery::mouseMoveEvent(QMouseEvent* event) {
    const int rank = rankAt(event->pos());
    m_space.hover(rank < 0 ? -1 : m_space.indexOf(m_retrieval.hits()[static_cast<std::size_t>(rank)].place));
}

void HitGallery::mousePressEvent(QMouseEvent* event) {
    const int rank = rankAt(event->pos());
    m_space.click(rank < 0 ? -1 : m_space.indexOf(m_retrieval.hits()[static_cast<std::size_t>(rank)].place),
                  event->modifiers().testFlag(Qt::ShiftModifier));
}

QString HitGallery::emptyText() const {
    if (m_retrieval.error())
        return errorTitle(m_retrieval.error()->code) + QLatin1Char('\n') +
               QString::fromStdString(m_retrieval.error()->detail);
    if (m_space.isMaking())
        return tr("The corpus is being embedded.");
    if (m_retrieval.isSearching())
        return tr("Searching");
    return m_retrieval.terms().empty() ? tr("Type what you look for, or drop an image or a sound here.")
                                       : tr("Nothing of this kind is in the corpus.");
}

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
    const CorpusHit& hit = m_retrieval.hits()[static_cast<std::size_t>(rank)];
    const QRectF card = cardRect(rank);
    const QRectF area(card.topLeft(), QSizeF(card.width(), card.width()));
    QPainterPath clip;
    clip.addRoundedRect(area, theme::metric::radius, theme::metric::radius);
    painter.save();
    painter.setClipPath(clip);
    painter.fillRect(area, tokens.raised);
    paintContent(painter, area, hit);
    painter.restore();

    const QRectF badge(area.left() + 5, area.top() + 5, 22, 20);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.tip);
    painter.drawRoundedRect(badge, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setPen(tokens.onTip);
    painter.setFont(theme::font(theme::Role::Hint, QFont::DemiBold));
    painter.drawText(badge, Qt::AlignCenter, QString::number(rank + 1));

    const int item = m_space.indexOf(hit.place);
    painter.setBrush(Qt::NoBrush);
    if (m_space.isSelected(item)) {
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), theme::metric::radius, theme::metric::radius);
    } else if (item == m_space.hovered()) {
        painter.setPen(QPen(tokens.strong, 2));
        painter.drawRoundedRect(area.adjusted(0, 0, 0, 0), theme::metric::radius, theme::metric::radius);
    }
    paintScore(painter, QRectF(card.left(), area.bottom() + 5, card.width(), footer - 5), hit);
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
    painter.setOpacity(opacity);
    painter.drawImage(grid, cell_drawing::heatImage(reason.map, colours, most, grid, devicePixelRatioF()));
    painter.setOpacity(1);
}

void HitGallery::forgetPictures() {
    m_pictures.clear();
    viewport()->update();
}

void HitGallery::paintScore(QPainter& painter, const QRectF& area, const CorpusHit& hit) const {
    const theme::Tokens& tokens = theme::current();
    const QRectF groove(area.left(), area.top(), area.width(), 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(tokens.accent);
    const double share = std::clamp(static_cast<double>(hit.score), 0.0, 1.0);
    painter.drawRoundedRect(QRectF(groove.topLeft(), QSizeF(groove.width() * share, 4)), 2, 2);
    const QRectF line = area.adjusted(0, 8, 0, 0);
    painter.setPen(tokens.ink);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, numberText(static_cast<double>(hit.score)));
    painter.setPen(tokens.ink2);
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.drawText(line, Qt::AlignRight | Qt::AlignTop,
                     hit.match ? tr("match %1").arg(numberText(static_cast<double>(*hit.match)))
                               : QString::fromStdString(hit.row.id));
}

} // namespace triptych::widgets
