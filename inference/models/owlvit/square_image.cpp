// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/owlvit/square_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <ATen/ATen.h>

namespace triptych::models::owlvit {

namespace {

constexpr double truncateSigmas = 4;

struct Tap {
    std::size_t index = 0;
    double weight = 0;
};

using Taps = std::vector<Tap>;

// ... 2 1 | 0 1 2 ... n-1 | n-2 n-3 ...
int mirrored(int index, int count) {
    if (count == 1)
        return 0;
    const int period = 2 * count - 2;
    const int place = ((index % period) + period) % period;
    return place < count ? place : period - place;
}

// Weights of a blur at distances 0 .. radius.
std::vector<double> gaussian(double sigma) {
    if (sigma < 1e-15)
        return {1.0};
    std::vector<double> weights(static_cast<std::size_t>(truncateSigmas * sigma + 0.5) + 1);
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double distance = static_cast<double>(i);
        weights[i] = std::exp(-0.5 * distance * distance / (sigma * sigma));
        sum += i == 0 ? weights[i] : 2 * weights[i];
    }
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

// For every one of `to` places along an axis of `from` pixels: which pixels it reads. What lies behind the first
// `filled` pixels is 0 and left out.
std::vector<Taps> axisTaps(int from, int to, int filled) {
    const double factor = static_cast<double>(from) / to;
    const std::vector<double> blur = gaussian(std::max(0.0, (factor - 1) / 2));
    const int radius = static_cast<int>(blur.size()) - 1;
    std::vector<Taps> axis;
    for (int place = 0; place < to; ++place) {
        double centre = std::abs((place + 0.5) * factor - 0.5);
        if (centre > from - 1)
            centre = std::max(0.0, 2.0 * (from - 1) - centre);
        const int first = static_cast<int>(std::floor(centre));
        std::map<int, double> weights;
        for (const int next : {0, 1})
            for (int d = -radius; d <= radius; ++d) {
                const double share = next == 0 ? 1 - (centre - first) : centre - first;
                weights[mirrored(mirrored(first + next, from) + d, from)] +=
                    share * blur[static_cast<std::size_t>(std::abs(d))];
            }
        Taps taps;
        for (const auto& [index, weight] : weights)
            if (index < filled && weight != 0)
                taps.push_back({static_cast<std::size_t>(index), weight});
        axis.push_back(std::move(taps));
    }
    return axis;
}

// float [height, columns, 3]: every row of the picture, resampled.
std::vector<float> resampleRows(const Picture& picture, const std::vector<Taps>& columns, double scale) {
    const auto height = static_cast<std::size_t>(picture.height);
    std::array<float, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(static_cast<double>(i) * scale);
    std::vector<float> rows;
    rows.reserve(height * columns.size() * 3);
    for (std::size_t y = 0; y < height; ++y) {
        const std::uint8_t* row = picture.rgb.data() + y * static_cast<std::size_t>(picture.width) * 3;
        for (const Taps& taps : columns)
            for (std::size_t channel = 0; channel < 3; ++channel) {
                double sum = 0;
                for (const Tap& tap : taps)
                    sum += tap.weight * values[row[tap.index * 3 + channel]];
                rows.push_back(static_cast<float>(sum));
            }
    }
    return rows;
}

// [3, rows, columns]
at::Tensor resampleColumns(const std::vector<float>& source, const std::vector<Taps>& rows, std::size_t columns) {
    at::Tensor pixels =
        at::empty({3, static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(columns)}, at::kFloat);
    auto* out = pixels.mutable_data_ptr<float>();
    std::vector<double> sums(columns * 3);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        std::ranges::fill(sums, 0.0);
        for (const Tap& tap : rows[y])
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += tap.weight * source[tap.index * sums.size() + i];
        for (std::size_t i = 0; i < sums.size(); ++i)
            out[((i % 3) * rows.size() + y) * columns + i / 3] = static_cast<float>(sums[i]);
    }
    return pixels;
}

} // namespace

ProcessedImage processSquare(const Picture& picture, const ImageOptions& options, bool doPad) {
    const int edge = std::max(picture.width, picture.height);
    const PixelSize padded = doPad ? PixelSize{edge, edge} : PixelSize{picture.height, picture.width};
    const PixelSize size = options.doResize ? options.size : padded;
    const auto columns = axisTaps(padded.width, size.width, picture.width);
    const auto rows = axisTaps(padded.height, size.height, picture.height);
    const std::vector<float> wide = resampleRows(picture, columns, options.doRescale ? options.rescaleFactor : 1.0);
    at::Tensor pixels = resampleColumns(wide, rows, columns.size());
    if (options.doNormalize) {
        const at::Tensor mean = at::tensor(options.mean, at::kFloat).view({3, 1, 1});
        const at::Tensor deviation = at::tensor(options.deviation, at::kFloat).view({3, 1, 1});
        pixels = (pixels - mean) / deviation;
    }
    return {pixels, {0, 0, static_cast<double>(padded.width), static_cast<double>(padded.height)}};
}

} // namespace triptych::models::owlvit
