// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/deformable_attention.h"

#include <cmath>
#include <numeric>

#include "inference/backend/relevance_rules.h"

namespace triptych::models::grounding_dino {

namespace {

// value [images, places, heads, d], locations [images, q, heads, levels, points, 2] -> [images * heads, d, q, levels *
// points]
at::Tensor samplePyramid(const at::Tensor& value, const at::Tensor& locations, const std::vector<PixelSize>& levels) {
    constexpr std::int64_t bilinear = 0;
    constexpr std::int64_t zeros = 0;
    const at::Tensor grids = locations * 2 - 1;
    std::vector<at::Tensor> samples;
    std::int64_t begin = 0;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        const std::int64_t count = std::int64_t{levels[level].height} * levels[level].width;
        const at::Tensor map = value.narrow(1, begin, count)
                                   .permute({0, 2, 3, 1})
                                   .flatten(0, 1)
                                   .unflatten(2, {levels[level].height, levels[level].width});
        const at::Tensor grid = grids.select(3, static_cast<std::int64_t>(level)).transpose(1, 2).flatten(0, 1);
        samples.push_back(at::grid_sampler(map.contiguous(), grid, bilinear, zeros, false));
        begin += count;
    }
    return at::cat(samples, -1);
}

// Shares one sample at (x, y), fractions of the map, out to the places around it.
void shareOut(float amount, float x, float y, PixelSize size, float* map) {
    const float column = x * static_cast<float>(size.width) - 0.5f;
    const float line = y * static_cast<float>(size.height) - 0.5f;
    for (const float row : {std::floor(line), std::floor(line) + 1})
        for (const float col : {std::floor(column), std::floor(column) + 1})
            if (col >= 0 && row >= 0 && col < static_cast<float>(size.width) && row < static_cast<float>(size.height))
                map[static_cast<std::size_t>(row) * static_cast<std::size_t>(size.width) +
                    static_cast<std::size_t>(col)] +=
                    amount * (1 - std::abs(column - col)) * (1 - std::abs(line - row));
}

} // namespace

DeformableAttention DeformableAttention::load(const WeightScope& scope, const Sizes& sizes) {
    const std::int64_t samples = std::int64_t{sizes.heads} * sizes.levels * sizes.points;
    DeformableAttention attention;
    attention.m_sizes = sizes;
    attention.m_offsets = Linear::load(scope / "sampling_offsets", sizes.width, samples * 2);
    attention.m_weights = Linear::load(scope / "attention_weights", sizes.width, samples);
    attention.m_value = Linear::load(scope / "value_proj", sizes.width, sizes.width);
    attention.m_out = Linear::load(scope / "output_proj", sizes.width, sizes.width);
    return attention;
}

at::Tensor DeformableAttention::locate(const at::Tensor& queries, const at::Tensor& places,
                                       const std::vector<PixelSize>& levels) const {
    const at::Tensor offsets = m_offsets(queries).unflatten(-1, {m_sizes.heads, m_sizes.levels, m_sizes.points, 2});
    const at::Tensor centres = places.narrow(-1, 0, 2).unsqueeze(2).unsqueeze(4);
    if (places.size(-1) == 4)
        return centres + offsets / m_sizes.points * places.narrow(-1, 2, 2).unsqueeze(2).unsqueeze(4) * 0.5;
    std::vector<float> extents;
    for (const PixelSize& level : levels)
        extents.insert(extents.end(), {static_cast<float>(level.width), static_cast<float>(level.height)});
    const at::Tensor extent = at::tensor(extents, at::kFloat).to(queries.options()).reshape({-1, 1, 2});
    return centres + offsets / extent;
}

at::Tensor DeformableAttention::operator()(const at::Tensor& queries, const at::Tensor& places,
                                           const at::Tensor& tokens, const Pyramid& pyramid, const std::string& name,
                                           backend::Trace& trace) const {
    const at::Tensor value =
        m_value(tokens).masked_fill(pyramid.valid.logical_not().unsqueeze(-1), 0.0).unflatten(-1, {m_sizes.heads, -1});
    const at::Tensor weights = at::softmax(m_weights(queries).unflatten(-1, {m_sizes.heads, -1}), -1)
                                   .unflatten(-1, {m_sizes.levels, m_sizes.points});
    const at::Tensor locations = backend::asConstant(locate(queries, places, pyramid.sizes));
    trace.record(name + ".weights", weights);
    trace.record(name + ".locations", locations);
    const at::Tensor samples = samplePyramid(value, locations, pyramid.sizes);
    const at::Tensor shares = weights.flatten(-2).transpose(1, 2).flatten(0, 1).unsqueeze(1);
    const at::Tensor sums = backend::sharedProduct(samples, shares).sum(-1); // [images * heads, d, q]
    return m_out(sums.unflatten(0, {-1, m_sizes.heads}).flatten(1, 2).transpose(1, 2));
}

std::vector<float> sampledPlaces(const at::Tensor& weights, const at::Tensor& locations,
                                 const std::vector<PixelSize>& levels) {
    std::vector<std::size_t> begins{0};
    for (const PixelSize& level : levels)
        begins.push_back(begins.back() +
                         static_cast<std::size_t>(level.height) * static_cast<std::size_t>(level.width));
    std::vector<float> sampled(begins.back(), 0.0f);
    const at::Tensor share = weights.detach().to(at::kCPU, at::kFloat).contiguous();
    const at::Tensor place = locations.detach().to(at::kCPU, at::kFloat).contiguous();
    const float* amount = share.const_data_ptr<float>();
    const float* point = place.const_data_ptr<float>();
    for (std::int64_t i = 0; i < share.numel(); ++i) {
        const auto level = static_cast<std::size_t>(i / share.size(2) % share.size(1));
        shareOut(amount[i], point[2 * i], point[2 * i + 1], levels[level], sampled.data() + begins[level]);
    }
    const float sum = std::accumulate(sampled.begin(), sampled.end(), 0.0f);
    for (float& value : sampled)
        value = sum > 0 ? value / sum : 0;
    return sampled;
}

} // namespace triptych::models::grounding_dino
