// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing into a Picture with OpenCV; only for the files of this folder.
#pragma once

#include <string>

#include <opencv2/imgproc.hpp>

#include "inference/contract/media.h"
#include "visualization/picture/pixels.h"

namespace triptych::picture {

inline constexpr Rgb ink{25, 28, 32};
inline constexpr Rgb softInk{76, 85, 96};
inline constexpr Rgb separator{214, 218, 224};

enum class Anchor { Left, Centre, Right };

// An RGB picture that is drawn on; `height` x `width`, white at first.
class Canvas {
public:
    Canvas(int width, int height);

    [[nodiscard]] int width() const { return m_image.cols; }
    [[nodiscard]] int height() const { return m_image.rows; }
    [[nodiscard]] cv::Mat& image() { return m_image; }

    void line(cv::Point2d from, cv::Point2d to, Rgb colour, int thickness = 1);
    void polyline(const std::vector<cv::Point2d>& points, bool closed, Rgb colour, int thickness);
    void fill(cv::Rect area, Rgb colour);
    // One line of ASCII; `at` is the baseline's left end, middle or right end. Other characters are drawn as '?'.
    void text(const std::string& words, cv::Point at, Anchor anchor, Rgb colour, double scale = 0.4);

    [[nodiscard]] Picture picture() const;

private:
    cv::Mat m_image; // CV_8UC3, red first
};

// Width in pixels of what Canvas::text draws.
[[nodiscard]] int textWidth(const std::string& words, double scale = 0.4);

// Three significant digits: "0.0567", "12.4", "1.23e-05".
[[nodiscard]] std::string threeDigits(double value);

} // namespace triptych::picture
