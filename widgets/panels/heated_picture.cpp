// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/heated_picture.h"

#include <algorithm>
#include <utility>

namespace triptych::widgets {
namespace {

template<typename Pixel>
picture::PixelView<Pixel> pixelsAt(Pixel* first, const QImage& image, const QPoint& at) {
    const qsizetype stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(Pixel));
    return {first + at.y() * stride + at.x(), stride};
}

const std::uint32_t* pixelsOf(const QImage& image) {
    return reinterpret_cast<const std::uint32_t*>(image.constBits());
}

std::uint32_t* pixelsOf(QImage& image) {
    return reinterpret_cast<std::uint32_t*>(image.bits());
}

} // namespace

void HeatedPicture::setPicture(const QImage& picture) {
    m_picture = picture;
    m_image = {};
    m_laid = {};
    clearHeat();
}

void HeatedPicture::setHeat(FloatArray map, const picture::OverlayStyle& style, const QRect& area) {
    m_map = std::move(map);
    m_style = style;
    m_area = area;
    m_seen = area.intersected(QRect(QPoint(), m_picture.size()));
    m_bands.clear();
    if (!m_seen.isEmpty())
        m_bands =
            picture::overlayBands(m_map, area.width(), area.height(), style,
                                  {m_seen.x() - area.x(), m_seen.y() - area.y(), m_seen.width(), m_seen.height()});
    m_isStale = true;
}

QRegion HeatedPicture::heated() const {
    QRegion region;
    for (const picture::SmoothMap::Window& band : m_bands)
        region += QRect(band.x, band.y, band.width, band.height).translated(m_seen.topLeft());
    return region;
}

const QImage& HeatedPicture::image() {
    if (m_isStale)
        lay();
    return m_image.isNull() ? m_picture : m_image;
}

void HeatedPicture::lay() {
    m_isStale = false;
    const QRegion heat = heated();
    if (m_image.isNull() && heat.isEmpty())
        return;
    if (m_image.isNull())
        m_image = m_picture.copy();
    const std::uint32_t* const plain = pixelsOf(std::as_const(m_picture));
    std::uint32_t* const mixed = pixelsOf(m_image);
    for (const QRect& box : m_laid - heat) {
        const auto from = pixelsAt(plain, m_picture, box.topLeft());
        const auto to = pixelsAt(mixed, m_image, box.topLeft());
        for (int y = 0; y < box.height(); ++y)
            std::copy_n(from.row(y), box.width(), to.row(y));
    }
    if (!heat.isEmpty())
        picture::layOverlay(m_map, m_area.width(), m_area.height(), m_style,
                            {m_seen.x() - m_area.x(), m_seen.y() - m_area.y(), m_seen.width(), m_seen.height()},
                            pixelsAt(plain, m_picture, m_seen.topLeft()), pixelsAt(mixed, m_image, m_seen.topLeft()));
    m_laid = heat;
}

} // namespace triptych::widgets
