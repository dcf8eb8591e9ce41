// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "inference/backend/torch_modules.h"
#include "inference/formats/audio.h"
#include "inference/formats/resize.h"
#include "inference/models/preprocess/picture_part.h"
#include "inference/models/tri/preprocess.h"

namespace triptych::models::tri {

namespace {

// The largest centred square, in whole source pixels.
PatchGrid centredSquare(const Picture& picture, int patchesPerEdge) {
    const int edge = std::min(picture.width, picture.height);
    PatchGrid grid;
    grid.rows = patchesPerEdge;
    grid.cols = patchesPerEdge;
    grid.x = (picture.width - edge) / 2;
    grid.y = (picture.height - edge) / 2;
    grid.width = edge;
    grid.height = edge;
    return grid;
}

// Shrinking averages areas, which is what rendering at the small size gives as well.
Result<at::Tensor> readSquare(const Picture& picture, const PatchGrid& grid, int edge) {
    const auto filter = grid.width >= edge ? formats::ResizeFilter::Box : formats::ResizeFilter::Bicubic;
    const auto small =
        formats::resize(picture, edge, edge, filter, {grid.x, grid.y, grid.x + grid.width, grid.y + grid.height});
    if (!small)
        return tl::unexpected(small.error());
    at::Tensor bytes = at::empty({edge, edge, 3}, at::kByte);
    std::ranges::copy(small->rgb, bytes.mutable_data_ptr<std::uint8_t>());
    return bytes.permute({2, 0, 1}).to(at::kFloat).div(255).contiguous();
}

// Frames beyond the sound are zeros after normalisation, as in training.
at::Tensor paddedFeatures(const FloatArray& logMel, std::int64_t frames, const TriConfig& config) {
    at::Tensor features = at::full({frames, config.melBins}, static_cast<float>(config.melMean));
    const auto count = std::min(frames, logMel.extent(0)) * config.melBins;
    std::ranges::copy(logMel.values().first(static_cast<std::size_t>(count)), features.mutable_data_ptr<float>());
    return (features - config.melMean) / config.melScale;
}

} // namespace

Result<void> Preprocess::addImages(const std::vector<SampleItem>& items, PreparedSample& prepared,
                                   const Monitor& monitor) const {
    std::vector<at::Tensor> squares;
    PictureReader reader;
    for (const SampleItem& item : items) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        auto picture = reader.read(item);
        if (!picture)
            return Failure(picture.error());
        const PatchGrid grid = centredSquare(*picture, m_config.patchesPerEdge());
        const auto square = readSquare(*picture, grid, m_config.imageEdge);
        if (!square)
            return tl::unexpected(square.error());
        if (squares.empty()) {
            prepared.shown.picture = *std::move(picture);
            prepared.shown.patchGrid = grid;
        }
        squares.push_back(*square);
    }
    if (!squares.empty())
        prepared.tensors["input.pixel_values"] = at::stack(squares);
    return {};
}

Result<void> Preprocess::addAudios(const std::vector<SampleItem>& items, PreparedSample& prepared,
                                   const Monitor& monitor) const {
    if (items.empty())
        return {};
    const std::int64_t stride = m_config.audioStride();
    std::vector<FloatArray> mels;
    std::vector<std::int64_t> tokens;
    for (const SampleItem& item : items) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        auto sound = formats::decodeAudioAt(item.file, m_config.sampleRateHz);
        if (!sound)
            return tl::unexpected(sound.error());
        mels.push_back(m_spectrum.logMel(sound->samples));
        const std::int64_t wanted = std::max<std::int64_t>(1, (mels.back().extent(0) + stride - 1) / stride);
        tokens.push_back(std::min<std::int64_t>(wanted, m_config.maxAudioTokens));
        if (wanted > tokens.back())
            prepared.notices.push_back(
                "The sound was cut to " +
                std::to_string(static_cast<int>(m_config.maxAudioTokens * m_config.msPerAudioToken() / 1000)) +
                " seconds.");
        if (mels.size() == 1)
            prepared.shown.sound = *std::move(sound);
    }
    const std::int64_t longest = *std::ranges::max_element(tokens);
    std::vector<at::Tensor> features;
    at::Tensor mask = at::zeros({static_cast<std::int64_t>(items.size()), longest}, at::kByte);
    for (std::size_t i = 0; i < mels.size(); ++i) {
        features.push_back(paddedFeatures(mels[i], longest * stride, m_config));
        mask[static_cast<std::int64_t>(i)].narrow(0, 0, tokens[i]).fill_(1);
    }
    prepared.tensors["input.audio_features"] = at::stack(features);
    prepared.tensors["input.audio_mask"] = mask;
    prepared.shown.spectrogram = {std::move(mels.front()), m_spectrum.msPerFrame(), m_spectrum.binHz()};
    prepared.shown.audioAxis = {static_cast<int>(tokens.front()), m_config.msPerAudioToken()};
    return {};
}

} // namespace triptych::models::tri
