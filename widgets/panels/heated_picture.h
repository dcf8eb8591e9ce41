// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRegion>
#include <vector>

#include "visualization/picture/overlay.h"

namespace triptych::widgets {

// A picture with the heat of a map over it. Pixels are opaque, so that painting copies them, and only those change that
// have heat before or after: blending a 4K view anew takes most of a frame.
class HeatedPicture {
public:
    // In device pixels of its ratio; without heat.
    void setPicture(const QImage& picture);
    [[nodiscard]] bool isNull() const { return m_picture.isNull(); }
    [[nodiscard]] double ratio() const { return m_picture.devicePixelRatio(); }

    // The whole map lies over `area`, in device pixels of the picture, of which it may show a part. An empty map has no
    // heat.
    void setHeat(FloatArray map, const picture::OverlayStyle& style, const QRect& area);
    void clearHeat() { setHeat({}, {}, {}); }
    // Where there is heat, in device pixels of the picture.
    [[nodiscard]] QRegion heated() const;

    [[nodiscard]] const QImage& image();

private:
    using Bands = std::vector<picture::SmoothMap::Window>;

    void lay();

    QImage m_picture;
    QImage m_image;
    FloatArray m_map;
    picture::OverlayStyle m_style;
    QRect m_area;
    QRect m_seen;   // of the area
    Bands m_bands;  // that are to be laid, in pixels of what is seen
    QRegion m_laid; // what lies there now, as heated()
    bool m_isStale = false;
};

} // namespace triptych::widgets
