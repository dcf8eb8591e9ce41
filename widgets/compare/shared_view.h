// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <algorithm>

namespace triptych::widgets {

// Zoom and place of all pictures of the grid at once, in fractions of a picture, so that pictures of different sizes
// move together.
class SharedView {
public:
    [[nodiscard]] double zoom() const { return m_zoom; }

    // Where a picture lies in a viewport; parts of it may lie outside.
    [[nodiscard]] QRectF pictureRect(const QSizeF& picture, const QRectF& viewport) const {
        if (picture.isEmpty() || viewport.isEmpty())
            return {};
        const double scale = std::min(viewport.width() / picture.width(), viewport.height() / picture.height());
        const QSizeF size = picture * scale * m_zoom;
        return {viewport.center() - QPointF(m_centre.x() * size.width(), m_centre.y() * size.height()), size};
    }

    // Keeps what lies at this place of the picture where it is.
    void zoomAt(const QPointF& fraction, double factor) {
        const double before = m_zoom;
        m_zoom = std::clamp(m_zoom * factor, 1.0, mostZoom);
        m_centre = fraction + (m_centre - fraction) * (before / m_zoom);
        keepInside();
    }
    void pan(const QPointF& fraction) {
        m_centre -= fraction;
        keepInside();
    }
    void fit() { *this = {}; }

private:
    static constexpr double mostZoom = 16;

    void keepInside() {
        const double margin = 0.5 / m_zoom;
        m_centre = {std::clamp(m_centre.x(), margin, 1 - margin), std::clamp(m_centre.y(), margin, 1 - margin)};
    }

    double m_zoom = 1;
    QPointF m_centre{0.5, 0.5}; // what lies in the middle of the viewport
};

} // namespace triptych::widgets
