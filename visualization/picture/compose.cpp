// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/compose.h"

#include <algorithm>
#include <cmath>

#include "visualization/picture/canvas.h"
#include "visualization/picture/curve_plot.h"
#include "visualization/picture/outline.h"
#include "visualization/picture/overlay.h"
#include "visualization/picture/spectrogram_image.h"

namespace triptych::picture {

namespace {

constexpr int margin = 16;
constexpr int legendHeight = 48;
// Longer edge of the shown picture.
constexpr int smallestEdge = 448;
constexpr int largestEdge = 1600;

// A view on the caller's bytes, which OpenCV only reads.
cv::Mat matOf(const Picture& picture) {
    return {picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data())};
}

double scaleOf(const Picture& source) {
    const double edge = std::max(source.width, source.height);
    return std::clamp(edge, double(smallestEdge), double(largestEdge)) / edge;
}

void blend(cv::Mat area, const Pixels& overlay) {
    for (int y = 0; y < area.rows; ++y)
        for (int x = 0; x < area.cols; ++x) {
            const std::uint32_t over = overlay.argb[static_cast<std::size_t>(y * overlay.width + x)];
            const std::uint32_t rest = 255 - alphaOf(over);
            auto& pixel = area.at<cv::Vec3b>(y, x);
            for (int channel = 0; channel < 3; ++channel) {
                const std::uint32_t colour = over >> (16 - 8 * channel) & 0xff;
                pixel[channel] =
                    static_cast<std::uint8_t>(std::min(colour + (pixel[channel] * rest + 127) / 255, 255u));
            }
        }
}

void drawOutline(Canvas& canvas, const std::vector<Outline>& outlines, cv::Rect area) {
    const std::pair<Rgb, int> dark{ink, 4};
    const std::pair<Rgb, int> light{Rgb{255, 255, 255}, 2};
    for (const auto& [colour, thickness] : {dark, light})
        for (const Outline& outline : outlines) {
            std::vector<cv::Point2d> points;
            for (const MapPoint point : outline)
                points.emplace_back(area.x + point.x * area.width, area.y + point.y * area.height);
            canvas.polyline(points, true, colour, thickness);
        }
}

// The colour bar over its whole width, the raw figures below it and, where `outlineLevel` is above 0, its tick.
void drawHeatLegend(Canvas& canvas, cv::Rect area, const FloatArray& map, ColourMap colours, float outlineLevel) {
    const numerics::MapSummary summary = numerics::summarise(map.values());
    const float end = rangeEndOf(summary, colours);
    for (int x = 0; x < area.width; ++x) {
        const float position = static_cast<float>(x) / static_cast<float>(std::max(area.width - 1, 1));
        canvas.fill({area.x + x, area.y, 1, 10}, end > 0.0f ? colourAt(colours, position) : separator);
    }
    if (outlineLevel > 0.0f && end > 0.0f) {
        const float share = outlineLevel / end;
        const double x = area.x + (isDiverging(colours) ? 0.5 + 0.5 * share : share) * area.width;
        canvas.line({x, area.y - 3.0}, {x, area.y + 13.0}, ink, 2);
    }
    std::string words = "min " + threeDigits(summary.minimum) + "   max " + threeDigits(summary.maximum) + "   sum " +
                        threeDigits(summary.sum);
    if (outlineLevel > 0.0f)
        words += "   outline " + threeDigits(outlineLevel);
    canvas.text(words, {area.x, area.y + 28}, Anchor::Left, softInk);
}

// The rectangle of the grid in the shown picture; the whole picture where the grid says nothing.
cv::Rect shownRect(const PatchGrid& grid, double scale, cv::Size shown) {
    const cv::Rect whole({0, 0}, shown);
    const cv::Rect covered(static_cast<int>(std::lround(grid.x * scale)), static_cast<int>(std::lround(grid.y * scale)),
                           static_cast<int>(std::lround(grid.width * scale)),
                           static_cast<int>(std::lround(grid.height * scale)));
    return covered.empty() ? whole : covered;
}

// Opaque, so that a sound without any heat shows the lowest colour all along.
void drawHeatStrip(Canvas& canvas, cv::Rect area, const FloatArray& map, ColourMap colours) {
    const FloatArray row({1, static_cast<std::int64_t>(map.size())}, {map.values().begin(), map.values().end()});
    const FloatArray values = upsample(row, area.width, 1);
    const float end = rangeEndOf(numerics::summarise(map.values()), colours);
    for (int x = 0; x < area.width; ++x) {
        const float strength = end > 0.0f ? values.values()[static_cast<std::size_t>(x)] / end : 0.0f;
        canvas.fill({area.x + x, area.y, 1, area.height},
                    colourAt(colours, isDiverging(colours) ? 0.5f + 0.5f * strength : strength));
    }
}

void drawTimeAxis(Canvas& canvas, cv::Rect area, double durationMs) {
    for (const double tick : niceTicks(0.0, durationMs / 1000.0, area.width / 90)) {
        const double x = area.x + tick * 1000.0 / std::max(durationMs, 1e-9) * area.width;
        canvas.line({x, double(area.y)}, {x, area.y + 4.0}, softInk);
        canvas.text(threeDigits(tick) + " s", {int(x), area.y + 18}, Anchor::Centre, softInk);
    }
}

} // namespace

Picture composeImage(const Picture& source, const PatchGrid& grid, const FloatArray& map, ColourMap colours) {
    const double scale = scaleOf(source);
    const cv::Size shown(std::max(static_cast<int>(std::lround(source.width * scale)), 1),
                         std::max(static_cast<int>(std::lround(source.height * scale)), 1));
    Canvas canvas(std::max(shown.width, smallestEdge) + 2 * margin, shown.height + 3 * margin + legendHeight);
    cv::Mat picture;
    cv::resize(matOf(source), picture, shown, 0, 0, scale < 1.0 ? cv::INTER_AREA : cv::INTER_CUBIC);
    if (isDiverging(colours)) {
        cv::cvtColor(picture, picture, cv::COLOR_RGB2GRAY);
        cv::cvtColor(picture, picture, cv::COLOR_GRAY2RGB);
    }
    const cv::Point origin(margin, margin);
    picture.copyTo(canvas.image()(cv::Rect(origin, shown)));

    const numerics::MapSummary summary = numerics::summarise(map.values());
    const cv::Rect covered = shownRect(grid, scale, shown);
    const OverlayStyle style{colours, rangeEndOf(summary, colours)};
    const Pixels overlay = drawOverlay(map, covered.width, covered.height, style);
    // A padded grid covers more than the picture; only what lies on it is drawn.
    const cv::Rect visible = covered & cv::Rect({0, 0}, shown);
    cv::Mat heated(covered.size(), CV_8UC3, cv::Scalar::all(255));
    picture(visible).copyTo(heated(visible - covered.tl()));
    blend(heated, overlay);
    heated(visible - covered.tl()).copyTo(canvas.image()(visible + origin));

    drawOutline(canvas, outlineStrongest(map), covered + origin);
    const float level = std::max(summary.maximum, 0.0f) * numerics::outlineShare;
    drawHeatLegend(canvas, {margin, 2 * margin + shown.height, canvas.width() - 2 * margin, legendHeight}, map, colours,
                   level);
    return canvas.picture();
}

Picture composeSound(const Spectrogram& spectrogram, const AudioAxis& axis, const FloatArray& map, ColourMap colours) {
    constexpr int width = 800;
    constexpr int height = 160;
    constexpr int strip = 16;
    Canvas canvas(width + 2 * margin, height + strip + 28 + 3 * margin + legendHeight);
    const Picture grey = drawSpectrogram(spectrogram, width, height);
    matOf(grey).copyTo(canvas.image()(cv::Rect(margin, margin, width, height)));

    const cv::Rect heat(margin, margin + height + 4, width, strip);
    drawHeatStrip(canvas, heat, map, colours);

    drawTimeAxis(canvas, {margin, heat.y + strip, width, 20}, axis.frames * axis.msPerFrame);
    drawHeatLegend(canvas, {margin, heat.y + strip + 24 + margin, width, legendHeight}, map, colours, 0.0f);
    return canvas.picture();
}

Picture stackPictures(const std::vector<Picture>& pictures) {
    int width = 1;
    int height = 0;
    for (const Picture& picture : pictures) {
        width = std::max(width, picture.width);
        height += picture.height;
    }
    Canvas canvas(width, std::max(height, 1));
    int top = 0;
    for (const Picture& picture : pictures) {
        matOf(picture).copyTo(canvas.image()(cv::Rect(0, top, picture.width, picture.height)));
        top += picture.height;
    }
    return canvas.picture();
}

} // namespace triptych::picture
