// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/outline.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "visualization/picture/overlay.h"

namespace triptych::picture {

namespace {

// Length of the longer edge on which the region is traced.
constexpr int tracedEdge = 512;

cv::Size tracedSize(const FloatArray& map) {
    const auto rows = static_cast<double>(map.extent(0));
    const auto cols = static_cast<double>(map.extent(1));
    const double scale = std::max(tracedEdge / std::max(rows, cols), 1.0);
    return {static_cast<int>(std::lround(cols * scale)), static_cast<int>(std::lround(rows * scale))};
}

// Every point becomes the mean of its neighbourhood along the line, which takes the pixel steps away.
Outline smoothed(const std::vector<cv::Point>& contour, cv::Point margin, cv::Size size) {
    const int count = static_cast<int>(contour.size());
    const int reach = std::min(4, (count - 1) / 4);
    Outline line;
    line.reserve(contour.size());
    for (int i = 0; i < count; ++i) {
        cv::Point sum(0, 0);
        for (int j = -reach; j <= reach; ++j)
            sum += contour[static_cast<std::size_t>((i + j + count) % count)] - margin;
        const float scale = 1.0f / static_cast<float>(2 * reach + 1);
        line.push_back(
            {std::clamp((static_cast<float>(sum.x) * scale + 0.5f) / static_cast<float>(size.width), 0.0f, 1.0f),
             std::clamp((static_cast<float>(sum.y) * scale + 0.5f) / static_cast<float>(size.height), 0.0f, 1.0f)});
    }
    return line;
}

} // namespace

std::vector<Outline> outlineStrongest(const FloatArray& map, float level) {
    if (map.empty() || !(numerics::summarise(map.values()).maximum > 0.0f))
        return {};
    const cv::Size size = tracedSize(map);
    FloatArray fine = upsample(map, size.width, size.height);
    const cv::Mat values(size, CV_32FC1, fine.values().data());
    double maximum = 0;
    cv::Point peak;
    cv::minMaxLoc(values, nullptr, &maximum, nullptr, &peak);

    const cv::Mat above = values >= std::clamp(level, 0.0f, 1.0f) * maximum;
    cv::Mat labels;
    cv::connectedComponents(above, labels, 8, CV_32S);
    cv::Mat region = labels == labels.at<int>(peak);
    // A margin, so that a region that touches the edge is closed there as well.
    constexpr int margin = 1;
    cv::copyMakeBorder(region, region, margin, margin, margin, margin, cv::BORDER_CONSTANT, cv::Scalar(0));
    std::vector<std::vector<cv::Point>> contours;
    std::vector<cv::Vec4i> parents;
    cv::findContours(region, contours, parents, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);

    std::vector<Outline> outlines;
    for (std::size_t i = 0; i < contours.size(); ++i) {
        const bool isHole = parents[i][3] >= 0;
        outlines.insert(isHole ? outlines.end() : outlines.begin(),
                        smoothed(contours[i], cv::Point(margin, margin), size));
    }
    return outlines;
}

} // namespace triptych::picture
