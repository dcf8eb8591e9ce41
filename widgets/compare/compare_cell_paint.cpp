// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "visualization/picture/outline.h"
#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/compare/compare_cell.h"
#include "widgets/panels/number_text.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

void CompareCell::renderHeat() {
    m_heatStale = false;
    m_heatRect = gridRect();
    const FloatArray map = scaled(state().maps.maps.image, m_comparison.scale());
    m_heat = map.rank() == 2 ? cell_drawing::heatImage(map, m_comparison.colourMap(), state().rangeEnd, m_heatRect,
                                                       devicePixelRatioF())
                             : QImage();
}

void CompareCell::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    drawHeader(painter);
    if (state().result) {
        painter.setOpacity(state().isOutOfDate() ? 0.4 : 1.0);
        if (hasPicture())
            drawPicture(painter);
        drawWords(painter);
        drawSound(painter);
        drawQuality(painter);
        painter.setOpacity(1);
    }
    drawState(painter);
    drawFrame(painter);
}

void CompareCell::drawBadge(QPainter& painter, const QRectF& box) const {
    const theme::Tokens& tokens = theme::current();
    const bool isFirst = m_comparison.first() == m_index;
    const bool isSecond = m_comparison.second() == m_index;
    painter.setPen(isSecond ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(isFirst ? tokens.accent : isSecond ? tokens.panel : tokens.raised);
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), theme::metric::smallRadius,
                            theme::metric::smallRadius);
    painter.setFont(theme::font(theme::Role::Hint, QFont::DemiBold));
    painter.setPen(isFirst ? tokens.onAccent : isSecond ? tokens.accent : tokens.ink2);
    painter.drawText(box, Qt::AlignCenter, letter(m_index));
}

CompareCell::Note CompareCell::headerNote() const {
    const theme::Tokens& tokens = theme::current();
    if (state().isOutOfDate())
        return {tr("out of date"), tr("out of date"), tokens.warn};
    if (const auto& pointing = state().pointing; pointing && qualityRoom() == 0) {
        const QString energy = numberText(pointing->energy);
        return {(pointing->hit ? tr("✓ pointing, in mask %1") : tr("✗ pointing, in mask %1")).arg(energy),
                (pointing->hit ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + energy,
                pointing->hit ? tokens.ok : tokens.error};
    }
    const auto source = m_comparison.session().selection().source();
    if (state().result && source && source->modality != Modality::Image && !state().maps.ofSource)
        return {tr("toward the score"), tr("score"), tokens.warn};
    return randomisationNote().value_or(Note{});
}

QString CompareCell::figures() const {
    const auto modality = mainModality(state().maps.maps);
    if (!modality)
        return state().result ? tr("no map") : QString();
    const numerics::MapSummary summary = numerics::summarise(state().maps.maps.of(*modality).values());
    return tr("sum %1   max %2", "raw figures of a map")
        .arg(numberText(summary.sum), numberText(static_cast<double>(summary.maximum)));
}

void CompareCell::drawHeader(QPainter& painter) const {
    const QRectF line(frame, 0, width() - 2 * frame, headerHeight);
    const QRectF badge(line.left(), 2, 18, 18);
    drawBadge(painter, badge);
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.setPen(theme::current().ink2);
    const QFontMetricsF metrics(painter.font());
    const QRectF text = line.adjusted(badge.width() + 8, 0, 0, 0);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(figures(), Qt::ElideRight, text.width()));
    // The raw figures go before what is said beside them.
    const Note note = headerNote();
    const double room = text.width() - metrics.horizontalAdvance(figures()) - 10;
    const QString& words = metrics.horizontalAdvance(note.text) <= room ? note.text : note.brief;
    painter.setPen(note.ink);
    if (metrics.horizontalAdvance(words) <= room)
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, words);
}

void CompareCell::drawPicture(QPainter& painter) {
    if (m_heatStale)
        renderHeat();
    const QRectF area = pictureArea();
    const QRectF whole = pictureRect();
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(whole.intersected(area), theme::metric::radius, theme::metric::radius);
    painter.setClipPath(shape);
    painter.drawImage(whole, m_source);
    const DisplayValues& display = m_comparison.session().display().values();
    if (m_drawn->inputs.patchGrid.count() > 0 && display.showGrid)
        plot::drawGrid(painter, m_drawn->inputs.patchGrid, m_heatRect);
    if (!m_heat.isNull())
        painter.drawImage(m_heatRect, m_heat);
    const FloatArray& map = state().maps.maps.image;
    if (map.rank() == 1)
        cell_drawing::drawRegions(painter, m_drawn->inputs.regions, whole, scaled(map, m_comparison.scale()),
                                  m_comparison.colourMap(), state().rangeEnd);
    else if (map.rank() == 2 && display.showOutline)
        drawOutline(painter, map);
    drawCross(painter);
    painter.restore();
}

// No louder than the heat that it surrounds.
void CompareCell::drawOutline(QPainter& painter, const FloatArray& map) const {
    const double opacity = outlineOpacity(state());
    if (opacity <= 0)
        return;
    painter.save();
    painter.setOpacity(painter.opacity() * opacity);
    plot::drawOutline(painter, plot::outlinePath(picture::outlineStrongest(map, numerics::outlineShare), m_heatRect));
    painter.restore();
}

double outlineOpacity(const CompareCellState& cell) {
    constexpr float invisible = 0.06F; // shares of the range in use, as heat becomes visible
    constexpr float full = 0.5F;
    if (cell.rangeEnd <= 0)
        return 0;
    const float share = cell.ownEnd / cell.rangeEnd;
    return std::clamp((share - invisible) / (full - invisible), 0.0F, 1.0F);
}

void CompareCell::drawCross(QPainter& painter) const {
    if (!m_comparison.hover())
        return;
    const QRectF whole = pictureRect();
    const QPointF at(whole.x() + m_comparison.hover()->x() * whole.width(),
                     whole.y() + m_comparison.hover()->y() * whole.height());
    cell_drawing::drawCross(painter, at);
}

void CompareCell::drawWords(QPainter& painter) const {
    const FloatArray values = scaled(state().maps.maps.text, m_comparison.scale());
    const Selection& selection = m_comparison.session().selection();
    for (const Chip& chip : m_chips) {
        const auto word = static_cast<std::size_t>(chip.word);
        const float value = word < values.size() ? values.values()[word] : 0;
        const bool lit = state().plan.followsSelection && selection.source() &&
                         selection.source()->modality == Modality::Text && selection.source()->contains(chip.word);
        cell_drawing::drawChip(painter, chip.rect, QString::fromStdString(m_drawn->inputs.words[word].text),
                               state().wordEnd > 0 ? value / state().wordEnd : 0, lit,
                               hasPicture() ? theme::Role::Hint : theme::Role::Chip);
    }
    if (m_rowCount > m_shownRows)
        drawScrollMark(painter);
}

// Says that there are more words above or below.
void CompareCell::drawScrollMark(QPainter& painter) const {
    const QRectF area = wordsArea();
    const QPointF at(area.right() - scrollMarkWidth / 2, area.center().y() + 1);
    const auto arrow = [&](double towards) {
        const QPointF tip = at + QPointF(0, towards * 6);
        painter.drawPolygon(QPolygonF{tip, tip + QPointF(-3, -towards * 4), tip + QPointF(3, -towards * 4)});
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_firstRow > 0 ? theme::current().ink2 : theme::current().groove);
    arrow(-1);
    painter.setBrush(m_firstRow + m_shownRows < m_rowCount ? theme::current().ink2 : theme::current().groove);
    arrow(1);
}

void CompareCell::drawSound(QPainter& painter) const {
    const QRectF area = soundArea();
    if (area.isEmpty())
        return;
    cell_drawing::drawSoundStrip(painter, area.adjusted(0, 3, 0, -1),
                                 scaled(state().maps.maps.audio, m_comparison.scale()), m_comparison.colourMap(),
                                 state().soundEnd);
}

void CompareCell::drawState(QPainter& painter) const {
    const CellRun& run = *state().run;
    if (run.state() != CellRun::State::Done)
        cell_drawing::drawRunState(painter, pictureArea(), run, state().result != nullptr);
}

void CompareCell::drawFrame(QPainter& painter) const {
    const bool isOfPair = m_comparison.first() == m_index || m_comparison.second() == m_index;
    if (!isOfPair && !hasFocus())
        return;
    const QRectF area = hasPicture() ? pictureRect().intersected(pictureArea()) : pictureArea();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme::current().accent, 2, isOfPair ? Qt::SolidLine : Qt::DotLine));
    painter.drawRoundedRect(area.adjusted(-3, -3, 3, 3), theme::metric::radius + 2, theme::metric::radius + 2);
}

} // namespace triptych::widgets
