// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <utility>

#include "inference/formats/resize_passes.h"
#include "inference/numerics/sinc.h"

namespace triptych::formats {

namespace {

constexpr int maxEdge = 1 << 16;
constexpr int mostChannels = 4;

struct Kernel {
    double support;
    double (*value)(double);
};

double boxFilter(double x) {
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinearFilter(double x) {
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubicFilter(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    if (x < 2.0)
        return (((x - 5) * x + 8) * x - 4) * a;
    return 0.0;
}

double lanczosFilter(double x) {
    return x >= -3.0 && x < 3.0 ? numerics::sinc(x) * numerics::sinc(x / 3) : 0.0;
}

Kernel kernelOf(ResizeFilter filter) {
    switch (filter) {
    case ResizeFilter::Box:
        return {0.5, boxFilter};
    case ResizeFilter::Bilinear:
        return {1.0, bilinearFilter};
    case ResizeFilter::Bicubic:
        return {2.0, bicubicFilter};
    case ResizeFilter::Lanczos:
        return {3.0, lanczosFilter};
    }
    return {2.0, bicubicFilter};
}

Taps axisTaps(int inSize, double from, double to, int outSize, const Kernel& kernel) {
    const double scale = (to - from) / outSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = kernel.support * filterScale;
    const double inverse = 1.0 / filterScale;
    Taps taps;
    std::vector<double> weights;
    for (int out = 0; out < outSize; ++out) {
        const double centre = from + (out + 0.5) * scale;
        const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
        const int last = std::min(static_cast<int>(centre + support + 0.5), inSize);
        weights.clear();
        double sum = 0.0;
        for (int x = 0; x < last - first; ++x) {
            weights.push_back(kernel.value((x + first - centre + 0.5) * inverse));
            sum += weights.back();
        }
        taps.pixels.push_back({first, taps.weights.size(), weights.size()});
        for (const double weight : weights) {
            const double fixed = (sum != 0.0 ? weight / sum : weight) * (1 << weightBits);
            taps.weights.push_back(static_cast<std::int32_t>(fixed < 0 ? fixed - 0.5 : fixed + 0.5));
        }
    }
    return taps;
}

// Since version 13 Pillow begins with the height where it loses more than twice what the width loses.
bool beginsVertically(int width, int height, int newWidth, int newHeight) {
    return newHeight < height && height - newHeight > 2 * (width - newWidth);
}

bool usable(const SourceBox& box, int width, int height) {
    return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height && box.right > box.left &&
           box.bottom > box.top;
}

} // namespace

Result<ResizeFilter> resizeFilterFromPillow(int number) {
    switch (number) {
    case 1:
        return ResizeFilter::Lanczos;
    case 2:
        return ResizeFilter::Bilinear;
    case 3:
        return ResizeFilter::Bicubic;
    case 4:
        return ResizeFilter::Box;
    default:
        return fail(ErrorCode::Unsupported,
                    "The resampling number " + std::to_string(number) +
                        " is not supported; 1 (Lanczos), 2 (bilinear), 3 (bicubic) and 4 (box) are.");
    }
}

Result<std::vector<std::uint8_t>> resizePixels(std::span<const std::uint8_t> pixels, int width, int height,
                                               int channels, int newWidth, int newHeight, ResizeFilter filter,
                                               const SourceBox& box) {
    const auto edgesFit = [](int w, int h) { return w > 0 && h > 0 && w <= maxEdge && h <= maxEdge; };
    if (!edgesFit(width, height) || !edgesFit(newWidth, newHeight) || channels < 1 || channels > mostChannels ||
        !usable(box, width, height))
        return fail(ErrorCode::InvalidInput, "The sizes or the box of a resize are out of range.");
    const auto depth = static_cast<std::size_t>(channels);
    if (pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * depth)
        return fail(ErrorCode::InvalidInput, "A resize was given the wrong number of pixels.");

    const Kernel kernel = kernelOf(filter);
    RasterView current{pixels.data(), width, height, depth};
    std::vector<std::uint8_t> resized;
    const auto goOnWith = [&](std::vector<std::uint8_t> passed) {
        resized = std::move(passed);
        current.pixels = resized.data();
    };
    // A pass that changes nothing is left out, as Pillow does.
    const auto horizontally = [&] {
        if (newWidth == width && box.left == 0 && box.right == width)
            return;
        goOnWith(resizeRows(current, axisTaps(width, box.left, box.right, newWidth, kernel)));
        current.width = newWidth;
    };
    const auto vertically = [&] {
        if (newHeight == height && box.top == 0 && box.bottom == height)
            return;
        goOnWith(resizeColumns(current, axisTaps(height, box.top, box.bottom, newHeight, kernel)));
        current.height = newHeight;
    };
    if (beginsVertically(width, height, newWidth, newHeight)) {
        vertically();
        horizontally();
    } else {
        horizontally();
        vertically();
    }
    if (current.pixels == pixels.data())
        return std::vector<std::uint8_t>(pixels.begin(), pixels.end());
    return resized;
}

Result<Picture> resize(const Picture& picture, int newWidth, int newHeight, ResizeFilter filter) {
    return resize(picture, newWidth, newHeight, filter,
                  {0, 0, static_cast<double>(picture.width), static_cast<double>(picture.height)});
}

Result<Picture> resize(const Picture& picture, int newWidth, int newHeight, ResizeFilter filter, const SourceBox& box) {
    return resizePixels(picture.rgb, picture.width, picture.height, 3, newWidth, newHeight, filter, box)
        .map([&](std::vector<std::uint8_t> rgb) {
            return Picture{newWidth, newHeight, std::move(rgb)};
        });
}

} // namespace triptych::formats
