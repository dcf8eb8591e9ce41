// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/pyramid.h"

#include "inference/backend/relevance_rules.h"
#include "inference/models/grounding_dino/positions.h"

namespace triptych::models::grounding_dino {

namespace {

constexpr int groupsOfNorm = 32;
constexpr int learnedPlaces = 50;

// Nearest neighbour, as the mask of the pixels is made smaller: boolean [images, rows, cols].
at::Tensor shrinkMask(const at::Tensor& mask, const at::Tensor& map) {
    return at::upsample_nearest2d(mask.unsqueeze(0), {map.size(2), map.size(3)}).squeeze(0).ne(0);
}

// [images, rows, cols] -> [images, 2]
at::Tensor validRatio(const at::Tensor& valid) {
    const at::Tensor height = valid.select(2, 0).sum(1).to(at::kFloat) / valid.size(1);
    const at::Tensor width = valid.select(1, 0).sum(1).to(at::kFloat) / valid.size(2);
    return at::stack({width, height}, -1);
}

} // namespace

at::Tensor PyramidTower::Projection::operator()(const at::Tensor& input) const {
    const std::int64_t kernel = map.weight.size(2);
    const std::int64_t stride = kernel == 1 ? 1 : 2;
    const at::Tensor projected =
        at::conv2d(input, like(input, map.weight), like(input, map.bias), {stride, stride}, {kernel / 2, kernel / 2});
    // With channels last, LibTorch takes the variance as a difference of large sums.
    return backend::groupNorm(projected.contiguous(), groupsOfNorm, like(input, norm.weight), like(input, norm.bias),
                              norm.epsilon);
}

PyramidTower::Projection PyramidTower::loadProjection(const WeightScope& scope, int channels, int width, int kernel) {
    const WeightScope convolution = scope / 0;
    return {{convolution.take("weight", {width, channels, kernel, kernel}), convolution.take("bias", {width})},
            Norm::layer(scope / 1, width, 1e-5)};
}

PyramidTower PyramidTower::load(const WeightScope& scope, const DinoConfig& config) {
    PyramidTower tower;
    tower.m_width = config.width;
    tower.m_temperature = config.positionTemperature;
    tower.m_backbone = SwinBackbone::load(scope / "backbone" / "conv_encoder" / "model", config.vision, config.outputs);
    const WeightScope projections = scope / "input_proj_vision";
    int channels = 0;
    for (int level = 0; level < config.levels; ++level) {
        const bool isOutput = level < static_cast<int>(config.outputs.size());
        if (isOutput)
            channels = config.vision.stageWidth(
                static_cast<std::size_t>(std::max(0, config.outputs[static_cast<std::size_t>(level)] - 1)));
        tower.m_projections.push_back(loadProjection(projections / level, channels, config.width, isOutput ? 1 : 3));
        if (!isOutput)
            channels = config.width;
    }
    tower.m_levels = scope.take("level_embed", {config.levels, config.width});
    if (!config.sinePositions) {
        const WeightScope learned = scope / "backbone" / "position_embedding";
        tower.m_rows = learned.take("row_embeddings.weight", {learnedPlaces, config.width / 2});
        tower.m_cols = learned.take("column_embeddings.weight", {learnedPlaces, config.width / 2});
    }
    return tower;
}

std::vector<at::Tensor> PyramidTower::project(const at::Tensor& pixels) const {
    const std::vector<at::Tensor> outputs = m_backbone(pixels);
    std::vector<at::Tensor> maps;
    for (std::size_t level = 0; level < m_projections.size(); ++level) {
        // The first of the smaller maps starts from the backbone, the next ones from the map before.
        const at::Tensor& input = level < outputs.size()    ? outputs[level]
                                  : level == outputs.size() ? outputs.back()
                                                            : maps.back();
        maps.push_back(m_projections[level](input));
    }
    return maps;
}

at::Tensor PyramidTower::positionsOf(const at::Tensor& valid) const {
    if (!m_rows.defined())
        return sineOfGrid(valid, m_width, m_temperature);
    const std::int64_t rows = valid.size(1);
    const std::int64_t cols = valid.size(2);
    const at::Tensor x = m_cols.narrow(0, 0, cols).to(at::kFloat).unsqueeze(0).expand({rows, -1, -1});
    const at::Tensor y = m_rows.narrow(0, 0, rows).to(at::kFloat).unsqueeze(1).expand({-1, cols, -1});
    return at::cat({x, y}, -1).flatten(0, 1).unsqueeze(0).expand({valid.size(0), -1, -1});
}

Pyramid PyramidTower::operator()(const at::Tensor& pixels, const at::Tensor& mask) const {
    const at::Tensor whole = mask.defined()
                                 ? mask.to(at::kFloat)
                                 : at::ones({pixels.size(0), pixels.size(2), pixels.size(3)}, pixels.options());
    std::vector<at::Tensor> tokens;
    std::vector<at::Tensor> positions;
    std::vector<at::Tensor> valid;
    std::vector<at::Tensor> ratios;
    Pyramid pyramid;
    for (const at::Tensor& map : project(pixels)) {
        const at::Tensor inside = shrinkMask(whole, map);
        const at::Tensor level = like(map, m_levels.select(0, static_cast<std::int64_t>(tokens.size())));
        tokens.push_back(map.flatten(2).transpose(1, 2));
        positions.push_back(positionsOf(inside) + level);
        valid.push_back(inside.flatten(1));
        ratios.push_back(validRatio(inside));
        pyramid.sizes.push_back({static_cast<int>(map.size(2)), static_cast<int>(map.size(3))});
    }
    pyramid.tokens = at::cat(tokens, 1);
    pyramid.positions = at::cat(positions, 1);
    pyramid.valid = at::cat(valid, 1);
    pyramid.ratios = at::stack(ratios, 1);
    return pyramid;
}

} // namespace triptych::models::grounding_dino
