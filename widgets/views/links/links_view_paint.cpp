// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "visualization/plot/link_curve.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"
#include "widgets/views/links/links_view.h"

namespace triptych::widgets {
namespace {

constexpr double largestLabel = 44; // three lines

} // namespace

void LinksView::drawTitles(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const QRectF line(padding, 2, width() - 2 * padding, titleHeight);
    const bool looks = state().display().direction == DisplayValues::Direction::LooksAt;
    QString middle = looks ? tr("words look at") : tr("words are looked at by");
    if (m_links.empty() && m_litLinks.empty())
        middle = tr("nothing weighs %1; the strongest link weighs %2")
                     .arg(numberText(threshold()), numberText(state().table().largest));
    else if (static_cast<int>(m_words.size()) < wordCount())
        middle = tr("%1 (strongest %2 of %3)").arg(middle).arg(m_words.size()).arg(wordCount());
    const QFontMetricsF metrics(painter.font());
    const double sides = std::max(metrics.horizontalAdvance(tr("regions")), metrics.horizontalAdvance(tr("moments")));
    const double room =
        2 * std::min(wordRect(0).center().x() - line.left() - sides, momentRect(0).x() + 8 - wordRect(0).center().x());
    painter.drawText(QRectF(wordRect(0).center().x() - room / 2, line.top(), room, line.height()), Qt::AlignCenter,
                     metrics.elidedText(middle, Qt::ElideRight, room));
    if (!state().table().regions.empty())
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, tr("regions"));
    const auto& moments = state().table().moments;
    if (std::any_of(moments.begin(), moments.end(), [](const auto& moment) { return moment.has_value(); }))
        painter.drawText(momentRect(0).x() + 15, line.top() + line.height() - 5, tr("moments"));
}

void LinksView::drawCurve(QPainter& painter, const Link& link, bool lit) const {
    const int row = rowOf(link.word);
    if (row < 0)
        return;
    const theme::Tokens& tokens = theme::current();
    const bool toRegion = link.region >= 0;
    const QRectF chip = wordRect(row);
    const QRectF far = toRegion ? regionRect(link.region) : momentRect(row);
    const QPointF from =
        toRegion ? QPointF(far.right() + 3, far.center().y()) : QPointF(chip.right() + 1, chip.center().y());
    const QPointF to =
        toRegion ? QPointF(chip.left() - 1, chip.center().y()) : QPointF(far.left() - 2, far.center().y());
    QColor colour = toRegion ? tokens.image.hue : tokens.audio.hue;
    colour.setAlphaF(lit ? 1.0F : 0.28F);
    const double width = (lit ? 1.5 : 1.0) + 3.0 * link.weight / std::max(1e-12, state().table().largest);
    plot::drawCurve(painter, {from, {1, 0}, to, {-1, 0}, colour, colour, width, false});
}

void LinksView::drawCurves(QPainter& painter) {
    if (m_faintCurves.isNull() || m_faintCurves.devicePixelRatio() != devicePixelRatioF()) {
        m_faintCurves = QPixmap(size() * devicePixelRatioF());
        m_faintCurves.setDevicePixelRatio(devicePixelRatioF());
        m_faintCurves.fill(Qt::transparent);
        QPainter faint(&m_faintCurves);
        faint.setRenderHint(QPainter::Antialiasing);
        for (const Link& link : m_links)
            drawCurve(faint, link, false);
    }
    painter.drawPixmap(0, 0, m_faintCurves);
    for (const Link& link : m_litLinks)
        drawCurve(painter, link, true);
}

void LinksView::drawRegions(QPainter& painter) const {
    for (int region = 0; region < static_cast<int>(m_thumbnails.size()); ++region)
        drawRegion(painter, region, m_thumbnails[static_cast<std::size_t>(region)], tr("region %1").arg(region + 1));
    if (!m_place.units.empty())
        drawRegion(painter, placeRegion(), m_place.thumbnail, state().describe({Modality::Image, m_place.units}));
}

void LinksView::drawRegion(QPainter& painter, int region, const QImage& thumbnail, const QString& name) const {
    const theme::Tokens& tokens = theme::current();
    const QRectF box = regionRect(region);
    const bool lit = isRegionLit(region);
    painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
    painter.setPen(lit ? tokens.image.text : tokens.ink2);
    painter.drawText(QRectF(padding, box.center().y() - largestLabel / 2, regionLabelWidth - 8, largestLabel),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, name);
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setClipPath(shape);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(box, thumbnail);
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(lit ? tokens.image.hue : tokens.line, lit ? 2 : 1));
    painter.drawRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
}

void LinksView::drawMoment(QPainter& painter, int row) const {
    const int word = m_words[static_cast<std::size_t>(row)];
    const auto& moment = state().table().moments[static_cast<std::size_t>(word)];
    if (!moment)
        return;
    const theme::Tokens& tokens = theme::current();
    const bool lit = isLit(word);
    const QRectF box = momentRect(row);
    const double step = state().result()->inputs.audioAxis.msPerFrame;
    theme::drawMark(painter, Modality::Audio, QRectF(box.left(), box.center().y() - 4.5, 9, 9),
                    lit ? QColor() : tokens.control);
    painter.setPen(lit ? tokens.audio.text : tokens.ink2);
    painter.drawText(box.adjusted(15, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     secondsText(moment->begin * step, moment->end * step));
}

void LinksView::drawWords(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int row = 0; row < static_cast<int>(m_words.size()); ++row) {
        const int word = m_words[static_cast<std::size_t>(row)];
        const QRectF chip = wordRect(row);
        const bool lit = isLit(word);
        painter.setPen(Qt::NoPen);
        painter.setBrush(lit ? tokens.text.hue : tokens.text.soft);
        painter.drawRoundedRect(chip, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.setPen(lit ? tokens.onTextHue : tokens.ink);
        painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
        const QString text =
            QString::fromStdString(state().result()->inputs.words[static_cast<std::size_t>(word)].text);
        painter.drawText(chip, Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, chip.width() - 6));
        drawMoment(painter, row);
    }
}

QString LinksView::emptyText() const {
    if (!state().result() || wordCount() == 0)
        return tr("Links start at words; this sample has no text.");
    if (!state().hasLinks())
        return tr("This model links no word with a region or a moment: its towers meet in the score.");
    if (state().table().largest <= 0)
        return tr("No word is linked with a region or a moment here.");
    return {};
}

void LinksView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (const QString text = emptyText(); !text.isEmpty()) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(rect().adjusted(theme::metric::outer, 0, -theme::metric::outer, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    drawTitles(painter);
    drawCurves(painter);
    drawRegions(painter);
    drawWords(painter);
}

} // namespace triptych::widgets
