// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/heat_picture.h"

#include <QPainter>
#include <QPen>
#include <algorithm>

namespace triptych::plot {
namespace {

QRgb toRgb(const picture::Rgb& colour) {
    return qRgb(colour.red, colour.green, colour.blue);
}

} // namespace

QImage toImage(const Picture& picture) {
    if (picture.rgb.empty())
        return {};
    return QImage(picture.rgb.data(), picture.width, picture.height, qsizetype{3} * picture.width,
                  QImage::Format_RGB888)
        .convertToFormat(QImage::Format_RGB32);
}

QImage toImage(const picture::Pixels& pixels) {
    if (pixels.argb.empty())
        return {};
    return QImage(reinterpret_cast<const uchar*>(pixels.argb.data()), pixels.width, pixels.height,
                  qsizetype{4} * pixels.width, QImage::Format_ARGB32_Premultiplied)
        .copy();
}

QImage colourRamp(picture::ColourMap map) {
    const picture::ColourTable& table = picture::colourTable(map);
    QImage ramp(static_cast<int>(table.size()), 1, QImage::Format_RGB32);
    for (int i = 0; i < ramp.width(); ++i)
        ramp.setPixel(i, 0, toRgb(table[static_cast<std::size_t>(i)]));
    return ramp;
}

QImage mapImage(const FloatArray& map, picture::ColourMap colours, float rangeEnd) {
    if (map.empty())
        return {};
    const int cols = static_cast<int>(map.extent(map.rank() - 1));
    const int rows = static_cast<int>(map.size()) / cols;
    const bool diverging = picture::isDiverging(colours);
    QImage image(cols, rows, QImage::Format_RGB32);
    for (int row = 0; row < rows; ++row) {
        for (int col = 0; col < cols; ++col) {
            const float value = map.values()[static_cast<std::size_t>(row * cols + col)];
            const float strength = rangeEnd > 0 ? value / rangeEnd : 0.0F;
            image.setPixel(col, row, toRgb(picture::colourAt(colours, diverging ? 0.5F + strength / 2 : strength)));
        }
    }
    return image;
}

QRectF gridRect(const PatchGrid& grid, const Picture& picture, const QRectF& target) {
    if (picture.width <= 0 || picture.height <= 0)
        return target;
    const double scaleX = target.width() / picture.width;
    const double scaleY = target.height() / picture.height;
    return {target.x() + grid.x * scaleX, target.y() + grid.y * scaleY, grid.width * scaleX, grid.height * scaleY};
}

QRectF patchRect(const PatchGrid& grid, const QRectF& gridRect, int patch) {
    if (grid.count() <= 0)
        return {};
    const double width = gridRect.width() / grid.cols;
    const double height = gridRect.height() / grid.rows;
    return {gridRect.x() + patch % grid.cols * width, gridRect.y() + patch / grid.cols * height, width, height};
}

QPainterPath patchesPath(const PatchGrid& grid, const QRectF& gridRect, const std::vector<int>& patches) {
    const auto has = [&](int row, int col) {
        return row >= 0 && col >= 0 && row < grid.rows && col < grid.cols &&
               std::find(patches.begin(), patches.end(), row * grid.cols + col) != patches.end();
    };
    QPainterPath path;
    const auto line = [&path](const QPointF& from, const QPointF& to) {
        path.moveTo(from);
        path.lineTo(to);
    };
    for (const int patch : patches) {
        const int row = patch / std::max(1, grid.cols);
        const int col = patch % std::max(1, grid.cols);
        const QRectF rect = patchRect(grid, gridRect, patch);
        if (!has(row - 1, col))
            line(rect.topLeft(), rect.topRight());
        if (!has(row + 1, col))
            line(rect.bottomLeft(), rect.bottomRight());
        if (!has(row, col - 1))
            line(rect.topLeft(), rect.bottomLeft());
        if (!has(row, col + 1))
            line(rect.topRight(), rect.bottomRight());
    }
    return path;
}

QPainterPath outlinePath(const std::vector<picture::Outline>& outlines, const QRectF& gridRect) {
    QPainterPath path;
    for (const picture::Outline& outline : outlines) {
        QPolygonF polygon;
        for (const picture::MapPoint& point : outline)
            polygon << QPointF(gridRect.x() + static_cast<double>(point.x) * gridRect.width(),
                               gridRect.y() + static_cast<double>(point.y) * gridRect.height());
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    return path;
}

void drawGrid(QPainter& painter, const PatchGrid& grid, const QRectF& gridRect) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen pen(QColor(0, 0, 0, 33), 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    for (int col = 1; col < grid.cols; ++col) {
        const double x = gridRect.x() + gridRect.width() * col / grid.cols;
        painter.drawLine(QPointF(x, gridRect.top()), QPointF(x, gridRect.bottom()));
    }
    for (int row = 1; row < grid.rows; ++row) {
        const double y = gridRect.y() + gridRect.height() * row / grid.rows;
        painter.drawLine(QPointF(gridRect.left(), y), QPointF(gridRect.right(), y));
    }
    painter.restore();
}

void drawOutline(QPainter& painter, const QPainterPath& path, const QColor& line) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    constexpr double casing = 5;
    constexpr double width = 2.2;
    painter.setPen(QPen(QColor(0, 0, 0, 130), casing, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setPen(QPen(line, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.restore();
}

} // namespace triptych::plot
