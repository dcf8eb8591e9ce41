// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/region_boxes.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

namespace triptych::widgets::regions {

namespace {

constexpr double strongestAlpha = 0.65;

double strength(float value, float rangeEnd) {
    return rangeEnd > 0 ? std::clamp(static_cast<double>(value / rangeEnd), -1.0, 1.0) : 0;
}

} // namespace

QRectF rectOf(const Box& box, const QRectF& picture) {
    return QRectF(QPointF(picture.left() + box.x0 * picture.width(), picture.top() + box.y0 * picture.height()),
                  QPointF(picture.left() + box.x1 * picture.width(), picture.top() + box.y1 * picture.height()));
}

int at(const std::vector<Box>& boxes, const QRectF& picture, const QPointF& position) {
    int found = -1;
    double least = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const QRectF rect = rectOf(boxes[i], picture);
        const double area = rect.width() * rect.height();
        if (!rect.contains(position) || (found >= 0 && area >= least))
            continue;
        found = static_cast<int>(i);
        least = area;
    }
    return found;
}

QPainterPath pathOf(const std::vector<Box>& boxes, const QRectF& picture, const std::vector<int>& units) {
    QPainterPath path;
    for (const int unit : units)
        if (unit >= 0 && static_cast<std::size_t>(unit) < boxes.size())
            path.addRect(rectOf(boxes[static_cast<std::size_t>(unit)], picture));
    return path;
}

void draw(QPainter& painter, const std::vector<Box>& boxes, const QRectF& picture, std::span<const float> values,
          picture::ColourMap colours, float rangeEnd, double opacity) {
    std::vector<std::size_t> order(boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto valueOf = [&](std::size_t i) { return i < values.size() ? values[i] : 0.0F; };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return std::abs(valueOf(a)) < std::abs(valueOf(b)); });
    for (const std::size_t i : order) {
        const QRectF rect = rectOf(boxes[i], picture);
        const double share = strength(valueOf(i), rangeEnd);
        const double position = picture::isDiverging(colours) ? 0.5 + share / 2 : share;
        const auto [r, g, b] = picture::colourAt(colours, static_cast<float>(position));
        QColor fill(r, g, b);
        fill.setAlphaF(static_cast<float>(strongestAlpha * opacity * std::abs(share)));
        painter.setBrush(fill);
        painter.setPen(QPen(QColor(0, 0, 0, 110), 2));
        painter.drawRect(rect);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(255, 255, 255, 200), 1));
        painter.drawRect(rect);
    }
}

} // namespace triptych::widgets::regions
