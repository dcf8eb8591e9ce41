// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/word_times.h"

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/trace.h"
#include "inference/models/blocks/transformer_layer.h"
#include "inference/numerics/alignment.h"

namespace triptych::models::whisper {

namespace {

using numerics::Matrix;

// The maps of the first sound, one [head, tokens, frames] per layer; the heads that take part.
std::vector<std::pair<int, int>> headsOf(const backend::Trace& trace, const WhisperGeneration& generation, int layers) {
    if (!generation.alignmentHeads.empty())
        return generation.alignmentHeads;
    std::vector<std::pair<int, int>> heads;
    for (int layer = layers / 2; layer < layers; ++layer)
        if (const at::Tensor* map =
                trace.find(layerName("decoder", static_cast<std::size_t>(layer)) + ".cross_attention"))
            for (int head = 0; head < map->size(1); ++head)
                heads.emplace_back(layer, head);
    return heads;
}

// Undefined where the map was not recorded or has no such head.
at::Tensor headMap(const backend::Trace& trace, std::pair<int, int> place, const TimedTokens& timed) {
    const at::Tensor* map =
        trace.find(layerName("decoder", static_cast<std::size_t>(place.first)) + ".cross_attention");
    if (map == nullptr || place.second >= map->size(1))
        return {};
    return (*map)[0][place.second].detach().narrow(1, 0, std::min<std::int64_t>(timed.heardFrames, map->size(3)));
}

Matrix matrixOf(const at::Tensor& map) {
    const FloatArray values = backend::toFloatArray(map);
    Matrix matrix(static_cast<std::size_t>(values.extent(0)), static_cast<std::size_t>(values.extent(1)));
    matrix.values.assign(values.values().begin(), values.values().end());
    return matrix;
}

} // namespace

at::Tensor tokenTimes(const backend::Trace& trace, const WhisperGeneration& generation, const TimedTokens& timed) {
    const auto heads = headsOf(trace, generation, timed.decoderLayers);
    if (heads.empty() || timed.count < 1 || timed.heardFrames < 1)
        return {};
    at::Tensor sum;
    for (const auto& head : heads) {
        const at::Tensor map = headMap(trace, head, timed);
        if (!map.defined())
            return {};
        const Matrix smooth = numerics::medianOfRows(numerics::standardizedColumns(matrixOf(map)),
                                                     static_cast<std::size_t>(generation.medianWidth | 1));
        const at::Tensor weights =
            at::tensor(smooth.values, at::kFloat)
                .view({static_cast<std::int64_t>(smooth.rows), static_cast<std::int64_t>(smooth.cols)});
        sum = sum.defined() ? sum + weights : weights;
    }
    const Matrix cost = matrixOf(-sum.narrow(0, timed.first, timed.count));
    const std::vector<std::size_t> starts = numerics::rowStarts(numerics::cheapestPath(cost));
    at::Tensor times = at::empty({timed.count, 2}, at::kFloat);
    auto* out = times.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : cost.cols;
        out[2 * i] = static_cast<float>(static_cast<double>(starts[i]) * timed.msPerFrame);
        out[2 * i + 1] = static_cast<float>(static_cast<double>(end) * timed.msPerFrame);
    }
    return times;
}

} // namespace triptych::models::whisper
