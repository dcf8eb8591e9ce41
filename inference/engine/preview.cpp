// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/preview.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "inference/formats/audio.h"
#include "inference/models/preprocess/picture_part.h"
#include "inference/numerics/envelope.h"

namespace triptych::engine {

namespace {

// Half-open stretch of source pixels that one pixel of the smaller picture covers.
struct Stretch {
    int from = 0;
    int to = 0;
};

Stretch stretchOf(int index, int small, int large) {
    const int from = static_cast<int>(static_cast<std::int64_t>(index) * large / small);
    const int to = static_cast<int>(static_cast<std::int64_t>(index + 1) * large / small);
    return {from, std::max(to, from + 1)};
}

std::array<std::uint8_t, 3> meanColour(const Picture& picture, Stretch columns, Stretch rows) {
    std::array<std::int64_t, 3> sum{};
    for (int y = rows.from; y < rows.to; ++y)
        for (int x = columns.from; x < columns.to; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                sum[c] += picture.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                       static_cast<std::size_t>(x)) *
                                          3 +
                                      c];
    const std::int64_t count = static_cast<std::int64_t>(columns.to - columns.from) * (rows.to - rows.from);
    std::array<std::uint8_t, 3> mean{};
    for (std::size_t c = 0; c < 3; ++c)
        mean[c] = static_cast<std::uint8_t>((sum[c] + count / 2) / count);
    return mean;
}

} // namespace

Picture shrunk(const Picture& picture, int maxEdge) {
    const int longest = std::max(picture.width, picture.height);
    if (maxEdge < 1 || longest <= maxEdge)
        return picture;
    const double factor = static_cast<double>(maxEdge) / longest;
    Picture small;
    small.width = std::max(1, static_cast<int>(std::lround(picture.width * factor)));
    small.height = std::max(1, static_cast<int>(std::lround(picture.height * factor)));
    small.rgb.reserve(static_cast<std::size_t>(small.width) * static_cast<std::size_t>(small.height) * 3);
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            for (const std::uint8_t value : meanColour(picture, stretchOf(x, small.width, picture.width),
                                                       stretchOf(y, small.height, picture.height)))
                small.rgb.push_back(value);
    return small;
}

std::vector<float> envelopeOf(const Sound& sound, int columns) {
    const auto samples = static_cast<std::int64_t>(sound.samples.size());
    const auto count = static_cast<int>(std::min<std::int64_t>(samples, std::max(columns, 0)));
    std::vector<float> envelope;
    for (const numerics::Peaks& peaks : numerics::peakEnvelope(sound.samples, 0, samples, count))
        envelope.push_back(std::min(std::max(-peaks.lowest, peaks.highest), 1.0f));
    return envelope;
}

Result<Preview> makePreview(const PreviewRequest& request) {
    Preview preview;
    if (request.item.modality == Modality::Image)
        return models::PictureReader().read(request.item).map([&](const Picture& picture) {
            preview.picture = shrunk(picture, request.maxEdge);
            return preview;
        });
    if (request.item.modality == Modality::Audio)
        return formats::decodeAudio(request.item.file).map([&](const Sound& sound) {
            preview.envelope = envelopeOf(sound, request.maxEdge);
            preview.durationMs = sound.durationMs();
            return preview;
        });
    return preview;
}

} // namespace triptych::engine
