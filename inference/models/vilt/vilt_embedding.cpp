// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/vilt/vilt_embedding.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models::vilt {

namespace {

// Patches of one image [rows, cols], bool -> `count` of them: the image's own ones in raster order, then those of the
// padding, over and over.
at::Tensor chooseOf(const at::Tensor& valid, std::int64_t count) {
    const at::Tensor flat = valid.flatten();
    const at::Tensor own = flat.nonzero().flatten();
    if (own.size(0) >= count)
        return own.narrow(0, 0, count);
    const at::Tensor padding = flat.logical_not().nonzero().flatten();
    const at::Tensor turns = at::arange(count - own.size(0), own.options()).remainder(padding.size(0));
    return at::cat({own, padding.index_select(0, turns)});
}

// Patches of every image: int64 [images, largest grid].
at::Tensor choosePatches(const at::Tensor& valid, const std::vector<ValidGrid>& grids, int maxPatches) {
    std::int64_t count = 0;
    for (const ValidGrid& grid : grids)
        count = std::max(count, std::int64_t{grid.rows} * grid.cols);
    if (maxPatches >= 0)
        count = std::min<std::int64_t>(count, maxPatches);
    std::vector<at::Tensor> chosen;
    for (std::int64_t i = 0; i < valid.size(0); ++i)
        chosen.push_back(chooseOf(valid[i], count));
    return at::stack(chosen);
}

at::Tensor gatherRows(const at::Tensor& tokens, const at::Tensor& index) {
    return tokens.gather(1, index.unsqueeze(-1).expand({-1, -1, tokens.size(2)}));
}

} // namespace

ViltConfig ViltConfig::read(const ConfigView& config) {
    ViltConfig read;
    read.layers = VitConfig::read(config, read.layers);
    BertConfig words;
    words.positions = 40;
    read.text = BertConfig::read(config, words);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.channels = config.size("num_channels", read.channels);
    read.modalities = config.size("modality_type_vocab_size", read.modalities);
    read.maxPatches = config.integer("max_image_length", read.maxPatches);
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    config.require(read.channels == 3, "Images have three channels, not \"num_channels\".");
    config.require(read.modalities >= 2, "\"modality_type_vocab_size\" must be 2 at least: words and image.");
    return read;
}

at::Tensor patchMask(const at::Tensor& mask, PixelSize patch) {
    const std::vector<std::int64_t> grid{mask.size(1) / patch.height, mask.size(2) / patch.width};
    return at::upsample_nearest2d(mask.ne(0).to(at::kFloat).unsqueeze(1), grid).squeeze(1).ne(0);
}

std::vector<ValidGrid> validGrids(const at::Tensor& patches) {
    std::vector<ValidGrid> grids;
    for (std::int64_t i = 0; i < patches.size(0); ++i)
        grids.push_back({patches[i].select(1, 0).sum().item<int>(), patches[i].select(0, 0).sum().item<int>()});
    return grids;
}

ViltEmbedding ViltEmbedding::load(const WeightScope& scope, const ViltConfig& config) {
    ViltEmbedding embedding;
    const int width = config.layers.width;
    embedding.m_config = config;
    embedding.m_words = BertEmbedding::load(scope / "text_embeddings", config.text);
    PatchEmbeddingSizes sizes;
    sizes.width = width;
    sizes.channels = config.channels;
    sizes.patch = config.patch();
    sizes.image = {config.imageSize, config.imageSize};
    embedding.m_patches = PatchEmbedding::load(scope, {"patch_embeddings.projection", "", ""}, sizes);
    const std::int64_t side = config.imageSize / config.patchSize;
    embedding.m_classToken = scope.take("cls_token", {1, 1, width});
    embedding.m_positions = scope.take("position_embeddings", {1, side * side + 1, width});
    embedding.m_modalities = scope.take("token_type_embeddings.weight", {config.modalities, width});
    return embedding;
}

at::Tensor ViltEmbedding::words(const BertInputs& inputs) const {
    const at::Tensor tokens = m_words(inputs);
    return tokens + like(tokens, m_modalities[0]);
}

at::Tensor ViltEmbedding::positionsOf(const ValidGrid& grid, int rows, int cols) const {
    const int side = m_config.imageSize / m_config.patchSize;
    const at::Tensor trained = m_positions.narrow(1, 1, std::int64_t{side} * side).to(at::kFloat);
    const at::Tensor own =
        resizePositions(trained, side, side, grid.rows, grid.cols, Interpolation::BilinearAlignedCorners)
            .reshape({1, grid.rows, grid.cols, -1});
    return at::constant_pad_nd(own, {0, 0, 0, cols - grid.cols, 0, rows - grid.rows}).flatten(1, 2);
}

Result<MaskedTokens> ViltEmbedding::patches(const at::Tensor& pixels, const at::Tensor& mask) const {
    const at::Tensor valid = patchMask(mask, m_config.patch());
    const std::vector<ValidGrid> grids = validGrids(valid);
    if (std::ranges::any_of(grids, [](const ValidGrid& grid) { return grid.rows == 0 || grid.cols == 0; }))
        return fail(ErrorCode::InvalidInput, "An image has no pixels for the model's first patch.", "input.pixel_mask");
    const at::Tensor chosen = choosePatches(valid, grids, m_config.maxPatches);
    std::vector<at::Tensor> positions;
    for (const ValidGrid& grid : grids)
        positions.push_back(positionsOf(grid, static_cast<int>(valid.size(1)), static_cast<int>(valid.size(2))));
    at::Tensor tokens = m_patches(pixels);
    tokens = gatherRows(tokens, chosen) + gatherRows(like(tokens, at::cat(positions)), chosen);
    const at::Tensor first = like(tokens, m_classToken) + like(tokens, m_positions).narrow(1, 0, 1);
    tokens = at::cat({first.expand({tokens.size(0), -1, -1}), tokens}, 1) + like(tokens, m_modalities[1]);
    const at::Tensor shown = valid.flatten(1).to(at::kLong).gather(1, chosen);
    return MaskedTokens{tokens, at::cat({at::ones({shown.size(0), 1}, shown.options()), shown}, 1)};
}

} // namespace triptych::models::vilt
