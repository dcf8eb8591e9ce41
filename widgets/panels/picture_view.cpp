// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/picture_view.h"

#include <algorithm>

namespace triptych::widgets {

namespace {
constexpr double largestZoom = 16;
}

void PictureView::setViewport(const QRectF& viewport) {
    m_viewport = viewport;
    keepInside();
}

QRectF PictureView::fittedRect() const {
    if (m_picture.isEmpty() || m_viewport.isEmpty())
        return {};
    const QSizeF size = m_picture.scaled(m_viewport.size(), Qt::KeepAspectRatio);
    return {m_viewport.center() - QPointF(size.width() / 2, size.height() / 2), size};
}

QRectF PictureView::pictureRect() const {
    const QSizeF size = fittedRect().size() * m_zoom;
    return {m_viewport.center() + m_offset - QPointF(size.width() / 2, size.height() / 2), size};
}

void PictureView::zoomAt(const QPointF& point, double factor) {
    const double zoom = std::clamp(m_zoom * factor, 1.0, largestZoom);
    const QPointF fromCentre = point - m_viewport.center() - m_offset;
    m_offset -= fromCentre * (zoom / m_zoom - 1);
    m_zoom = zoom;
    keepInside();
}

void PictureView::pan(const QPointF& delta) {
    m_offset += delta;
    keepInside();
}

void PictureView::fit() {
    m_zoom = 1;
    m_offset = {};
}

void PictureView::keepInside() {
    const QSizeF size = fittedRect().size() * m_zoom;
    const double roomX = std::max(0.0, (size.width() - m_viewport.width()) / 2);
    const double roomY = std::max(0.0, (size.height() - m_viewport.height()) / 2);
    m_offset = {std::clamp(m_offset.x(), -roomX, roomX), std::clamp(m_offset.y(), -roomY, roomY)};
}

} // namespace triptych::widgets
