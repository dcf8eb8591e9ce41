// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace triptych::picture {

namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
// Points are passed on with four binary digits after the point.
constexpr int fractionBits = 4;

cv::Scalar scalarOf(Rgb colour) {
    return cv::Scalar(colour.red, colour.green, colour.blue);
}

cv::Point fixedPoint(cv::Point2d point) {
    constexpr double scale = 1 << fractionBits;
    return {static_cast<int>(std::lround(point.x * scale)), static_cast<int>(std::lround(point.y * scale))};
}

std::string asciiOnly(std::string words) {
    std::ranges::replace_if(
        words, [](char c) { return c < ' ' || c > '~'; }, '?');
    return words;
}

} // namespace

Canvas::Canvas(int width, int height)
    : m_image(height, width, CV_8UC3, cv::Scalar::all(255)) {
}

void Canvas::line(cv::Point2d from, cv::Point2d to, Rgb colour, int thickness) {
    cv::line(m_image, fixedPoint(from), fixedPoint(to), scalarOf(colour), thickness, cv::LINE_AA, fractionBits);
}

void Canvas::polyline(const std::vector<cv::Point2d>& points, bool closed, Rgb colour, int thickness) {
    std::vector<cv::Point> fixed;
    fixed.reserve(points.size());
    for (const cv::Point2d& point : points)
        fixed.push_back(fixedPoint(point));
    cv::polylines(m_image, fixed, closed, scalarOf(colour), thickness, cv::LINE_AA, fractionBits);
}

void Canvas::fill(cv::Rect area, Rgb colour) {
    cv::rectangle(m_image, area, scalarOf(colour), cv::FILLED);
}

void Canvas::text(const std::string& words, cv::Point at, Anchor anchor, Rgb colour, double scale) {
    const int width = textWidth(words, scale);
    const int shift = anchor == Anchor::Left ? 0 : anchor == Anchor::Centre ? width / 2 : width;
    cv::putText(m_image, asciiOnly(words), cv::Point(at.x - shift, at.y), font, scale, scalarOf(colour), 1,
                cv::LINE_AA);
}

Picture Canvas::picture() const {
    const auto bytes = m_image.total() * 3;
    return Picture{m_image.cols, m_image.rows, std::vector<std::uint8_t>(m_image.data, m_image.data + bytes)};
}

int textWidth(const std::string& words, double scale) {
    int baseline = 0;
    return cv::getTextSize(asciiOnly(words), font, scale, 1, &baseline).width;
}

std::string threeDigits(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
}

} // namespace triptych::picture
