// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSizeF>

namespace triptych::widgets {

// Where a picture lies in a widget: fitted, or enlarged about a point. Widget pixels throughout.
class PictureView {
public:
    void setPictureSize(QSizeF size) { m_picture = size; }
    void setViewport(const QRectF& viewport);

    // The whole picture; parts of it may lie outside the viewport.
    [[nodiscard]] QRectF pictureRect() const;
    // The part that is seen.
    [[nodiscard]] QRectF visibleRect() const { return pictureRect().intersected(m_viewport); }
    [[nodiscard]] double zoom() const { return m_zoom; }

    // Keeps what lies under the point where it is.
    void zoomAt(const QPointF& point, double factor);
    void pan(const QPointF& delta);
    void fit();

private:
    [[nodiscard]] QRectF fittedRect() const;
    void keepInside();

    QSizeF m_picture;
    QRectF m_viewport;
    double m_zoom = 1;
    QPointF m_offset; // of the enlarged picture's centre from the viewport's
};

} // namespace triptych::widgets
