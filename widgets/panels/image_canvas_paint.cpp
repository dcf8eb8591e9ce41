// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/image_canvas.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/region_boxes.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

QRect deviceRect(const QRectF& rect, double ratio) {
    return QRectF(rect.topLeft() * ratio, rect.size() * ratio).toAlignedRect();
}

} // namespace

void ImageCanvas::renderPicture() {
    m_pictureStale = false;
    m_hasGrid = m_state.display().showGrid;
    const QRectF seen = m_view.visibleRect();
    if (m_source.isNull() || seen.isEmpty())
        return m_picture.setPicture({});
    const double ratio = devicePixelRatioF();
    const QRect device = deviceRect(seen, ratio);
    const QRectF whole = m_view.pictureRect();
    QImage image(device.size(), QImage::Format_RGB32);
    image.fill(theme::current().panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF target((whole.topLeft() * ratio) - device.topLeft(), whole.size() * ratio);
    // Shrinking by more than half needs the area filter of QImage::scaled; enlarging is fine as it is.
    const bool shrinks = target.width() < 0.75 * m_source.width();
    const QImage source =
        shrinks ? m_source.scaled(target.size().toSize(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation) : m_source;
    painter.drawImage(target, source);
    if (m_hasGrid && !m_state.readsRegions()) {
        painter.scale(ratio, ratio);
        painter.translate(-device.topLeft() / ratio);
        plot::drawGrid(painter, m_state.result()->inputs.patchGrid, grid());
    }
    painter.end();
    image.setDevicePixelRatio(ratio);
    m_picture.setPicture(image);
    chooseHeat();
}

bool ImageCanvas::showsHeat() const {
    const Heat& heat = m_state.heat(Modality::Image);
    const auto& perturbed = m_state.session().quality().preview();
    const bool isHidden = perturbed && perturbed->modality == Modality::Image;
    return heat.map.rank() == 2 && !heat.map.empty() && heat.rangeEnd > 0 && !m_state.readsRegions() && !isHidden;
}

void ImageCanvas::chooseHeat() {
    if (m_picture.isNull() || !showsHeat())
        return m_picture.clearHeat();
    constexpr float strongestAlpha = 0.80F;
    const Heat& heat = m_state.heat(Modality::Image);
    const QRect view = deviceRect(m_view.visibleRect(), m_picture.ratio());
    m_picture.setHeat(
        heat.map, {m_state.colourMap(), heat.rangeEnd, strongestAlpha * static_cast<float>(m_state.display().opacity)},
        deviceRect(grid(), m_picture.ratio()).translated(-view.topLeft()));
}

void ImageCanvas::paintEvent(QPaintEvent*) {
    if (m_pictureStale || m_picture.ratio() != devicePixelRatioF())
        renderPicture();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF seen = m_view.visibleRect();
    const QRegion beside = QRegion(rect()) - (m_picture.isNull() ? QRect() : seen.toRect().adjusted(1, 1, -1, -1));
    for (const QRect& part : beside)
        painter.fillRect(part, theme::current().panel);
    if (!m_picture.isNull()) {
        painter.setClipRect(seen);
        painter.drawImage(seen.topLeft().toPoint(), m_picture.image());
        if (m_state.readsRegions())
            drawRegions(painter);
        const auto& perturbed = m_state.session().quality().preview();
        if (perturbed && perturbed->modality == Modality::Image)
            drawPerturbed(painter, *perturbed);
        drawMarks(painter);
        drawReadOut(painter);
        painter.setClipping(false);
    }
    if (hasFocus() && !m_picture.isNull()) {
        painter.setPen(QPen(theme::current().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(seen.adjusted(1, 1, -1, -1), theme::metric::radius, theme::metric::radius);
    }
}

// What the model saw at a point of a curve; the heat would hide it.
void ImageCanvas::drawPerturbed(QPainter& painter, const PerturbedInput& input) const {
    const QPainterPath removed = unitsPath(input.removed);
    if (input.substrate == Substrate::Zero) {
        painter.fillPath(removed, QColor(Qt::gray));
        return;
    }
    constexpr int blurredEdge = 32;
    painter.save();
    painter.setClipPath(removed, Qt::IntersectClip);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(m_view.pictureRect(),
                      m_source.scaled(blurredEdge, blurredEdge, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    painter.restore();
}

void ImageCanvas::drawRegions(QPainter& painter) const {
    const Heat& heat = m_state.heat(Modality::Image);
    regions::draw(painter, m_state.result()->inputs.regions, m_view.pictureRect(), heat.map.values(),
                  m_state.colourMap(), heat.rangeEnd, m_state.display().opacity);
}

void ImageCanvas::drawMarks(QPainter& painter) const {
    if (m_state.display().showOutline && !m_outline.isEmpty())
        plot::drawOutline(painter, m_outline);
    const theme::ModalityColours& colours = theme::current().image;
    for (const UnitSet& pinned : m_state.session().selection().pinned())
        if (pinned.modality == Modality::Image)
            plot::drawOutline(painter, unitsPath(pinned.units), colours.hue);
    if (m_lasso.size() > 1) {
        QPainterPath line;
        line.addPolygon(m_lasso);
        plot::drawOutline(painter, line);
    }
    const Focus& focus = m_state.focus(Modality::Image);
    if (focus.isSource)
        plot::drawOutline(painter, unitsPath(focus.units), colours.hue);
}

QString ImageCanvas::readOut() const {
    const FloatArray& map = m_state.heat(Modality::Image).map;
    if (m_cursor < 0 || static_cast<std::size_t>(m_cursor) >= map.size())
        return {};
    return tr("%1 · %2", "place and value under the cursor")
        .arg(m_state.describe({Modality::Image, {m_cursor}}),
             numberText(map.values()[static_cast<std::size_t>(m_cursor)]));
}

QRectF ImageCanvas::readOutRect() const {
    const QString text = readOut();
    const QRectF seen = m_view.visibleRect();
    const double width = QFontMetricsF(theme::font(theme::Role::Hint)).boundingRect(text).width();
    return text.isEmpty() ? QRectF() : QRectF(seen.left() + 8, seen.bottom() - 30, width + 16, 22);
}

void ImageCanvas::drawReadOut(QPainter& painter) const {
    const QRectF box = readOutRect();
    if (box.isEmpty())
        return;
    painter.setPen(Qt::NoPen);
    QColor ground = theme::current().tip;
    ground.setAlphaF(0.88F);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().onTip);
    painter.drawText(box, Qt::AlignCenter, readOut());
}

} // namespace triptych::widgets
