// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/curve_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "visualization/picture/canvas.h"

namespace triptych::picture {

namespace {

// Okabe and Ito's colours without the yellow that vanishes on white.
constexpr std::array<Rgb, 7> curveColours{
    {{0, 114, 178}, {213, 94, 0}, {0, 158, 115}, {143, 58, 118}, {230, 159, 0}, {86, 180, 233}, {76, 85, 96}}};

using Range = std::pair<double, double>;

template<typename Values>
Range rangeOf(const std::vector<Curve>& curves, Values values) {
    Range range{INFINITY, -INFINITY};
    for (const Curve& curve : curves)
        for (const double value : curve.*values)
            if (std::isfinite(value))
                range = {std::min(range.first, value), std::max(range.second, value)};
    if (!(range.first <= range.second))
        return {0.0, 1.0};
    if (range.first == range.second)
        return {range.first - 0.5, range.second + 0.5};
    return range;
}

// The area between the axes and what it shows.
struct Frame {
    cv::Rect area;
    Range x;
    Range y;

    [[nodiscard]] cv::Point2d place(double xValue, double yValue) const {
        const double right = (xValue - x.first) / (x.second - x.first);
        const double up = (yValue - y.first) / (y.second - y.first);
        return {area.x + right * area.width, area.y + (1.0 - std::clamp(up, 0.0, 1.0)) * area.height};
    }
};

// "250", "50k", "1.5M".
std::string tickLabel(double value) {
    const double magnitude = std::abs(value);
    if (magnitude >= 1e6 && magnitude < 1e9)
        return threeDigits(value / 1e6) + "M";
    if (magnitude >= 1e3 && magnitude < 1e6)
        return threeDigits(value / 1e3) + "k";
    return threeDigits(value);
}

void drawAxes(Canvas& canvas, const CurvePlot& plot, const Frame& frame) {
    const cv::Rect& area = frame.area;
    const int bottom = area.y + area.height;
    for (const double tick : niceTicks(frame.y.first, frame.y.second, area.height / 40)) {
        const cv::Point2d at = frame.place(frame.x.first, tick);
        canvas.line(at, {double(area.x + area.width), at.y}, separator);
        canvas.text(tickLabel(tick), {area.x - 6, int(at.y) + 4}, Anchor::Right, softInk);
    }
    for (const double tick : niceTicks(frame.x.first, frame.x.second, area.width / 90)) {
        const cv::Point2d at = frame.place(tick, frame.y.first);
        canvas.line(at, {at.x, at.y + 4}, softInk);
        canvas.text(tickLabel(tick), {int(at.x), bottom + 18}, Anchor::Centre, softInk);
    }
    canvas.line({double(area.x), double(bottom)}, {double(area.x + area.width), double(bottom)}, softInk);
    canvas.text(plot.title, {area.x, 18}, Anchor::Left, ink, 0.5);
    canvas.text(plot.yLabel, {8, area.y - 8}, Anchor::Left, softInk);
    canvas.text(plot.xLabel, {area.x + area.width, bottom + 36}, Anchor::Right, softInk);
}

void drawCurve(Canvas& canvas, const Curve& curve, const Frame& frame, Rgb colour) {
    std::vector<cv::Point2d> stretch;
    const auto finish = [&] {
        if (stretch.size() == 1)
            canvas.line(stretch[0], stretch[0], colour, 3);
        else if (!stretch.empty())
            canvas.polyline(stretch, false, colour, 2);
        stretch.clear();
    };
    for (std::size_t i = 0; i < std::min(curve.x.size(), curve.y.size()); ++i) {
        if (std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]))
            stretch.push_back(frame.place(curve.x[i], curve.y[i]));
        else
            finish();
    }
    finish();
}

void drawLegend(Canvas& canvas, const std::vector<Curve>& curves, int left, int baseline) {
    for (std::size_t i = 0; i < curves.size(); ++i) {
        canvas.line({double(left), baseline - 4.0}, {left + 14.0, baseline - 4.0},
                    curveColours[i % curveColours.size()], 2);
        canvas.text(curves[i].label, {left + 19, baseline}, Anchor::Left, ink);
        left += 19 + textWidth(curves[i].label) + 16;
    }
}

} // namespace

std::vector<double> niceTicks(double low, double high, int count) {
    if (!(high > low) || !std::isfinite(high - low))
        return {low};
    const double rough = (high - low) / std::max(count, 1);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    std::vector<double> ticks;
    const double slack = step * 1e-9;
    for (double index = std::ceil((low - slack) / step); index * step <= high + slack; ++index)
        ticks.push_back(index == 0.0 ? 0.0 : index * step);
    return ticks;
}

Picture drawCurves(const CurvePlot& plot, int width, int height) {
    Canvas canvas(std::max(width, 160), std::max(height, 120));
    const Frame frame{{56, 62, canvas.width() - 56 - 20, canvas.height() - 62 - 46},
                      rangeOf(plot.curves, &Curve::x),
                      plot.yRange.value_or(rangeOf(plot.curves, &Curve::y))};
    drawAxes(canvas, plot, frame);
    for (std::size_t i = 0; i < plot.curves.size(); ++i)
        drawCurve(canvas, plot.curves[i], frame, curveColours[i % curveColours.size()]);
    drawLegend(canvas, plot.curves, frame.area.x, 36);
    return canvas.picture();
}

} // namespace triptych::picture
