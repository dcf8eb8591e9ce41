// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/scene_batch.h"

#include "inference/backend/torch_modules.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

at::Tensor labelTensor(int count, int patches) {
    return at::full({count, patches}, -1, at::kLong);
}

void writeLabels(PatchLabels& labels, const SceneBatch& batch) {
    auto object = labels.object.accessor<std::int64_t, 2>();
    auto shape = labels.shape.accessor<std::int64_t, 2>();
    auto colour = labels.colour.accessor<std::int64_t, 2>();
    auto size = labels.size.accessor<std::int64_t, 2>();
    auto fill = labels.fill.accessor<std::int64_t, 2>();
    for (int i = 0; i < object.size(0); ++i) {
        const auto& owners = batch.truths[static_cast<std::size_t>(i)].owner;
        for (int patch = 0; patch < object.size(1); ++patch) {
            const int owner = owners[static_cast<std::size_t>(patch)];
            if (owner == 0)
                object[i][patch] = 0;
            if (owner <= 0)
                continue;
            const auto& shown = batch.scenes[static_cast<std::size_t>(i)].objects[static_cast<std::size_t>(owner - 1)];
            object[i][patch] = 1;
            shape[i][patch] = static_cast<int>(shown.shape);
            colour[i][patch] = static_cast<int>(shown.colour);
            size[i][patch] = static_cast<int>(shown.size);
            fill[i][patch] = static_cast<int>(shown.fill);
        }
    }
}

// One number per picture, evenly from [low, high].
at::Tensor perPicture(world::Random& random, int count, float low, float high) {
    at::Tensor values = at::empty({count, 1, 1, 1});
    for (int i = 0; i < count; ++i)
        values[i].fill_(low + (high - low) * static_cast<float>(random.below(1 << 20)) / static_cast<float>(1 << 20));
    return values;
}

} // namespace

at::Tensor picturesTensor(const std::vector<world::RenderedScene>& pictures) {
    const int edge = pictures.front().edge;
    at::Tensor bytes = at::empty({static_cast<std::int64_t>(pictures.size()), edge, edge, 3}, at::kByte);
    auto* out = bytes.mutable_data_ptr<std::uint8_t>();
    for (const auto& picture : pictures)
        out = std::copy(picture.rgb.begin(), picture.rgb.end(), out);
    return bytes.permute({0, 3, 1, 2}).to(at::kFloat).div_(255).contiguous();
}

SceneBatch drawSceneBatch(std::uint64_t seed, const SceneBatchOptions& options) {
    world::Random random(seed);
    std::vector<world::Scene> scenes;
    for (int i = 0; i < options.count; ++i)
        scenes.push_back(world::drawScene(random.next(), options.scene));
    return renderSceneBatch(std::move(scenes), random.next(), options);
}

SceneBatch renderSceneBatch(std::vector<world::Scene> scenes, std::uint64_t seed, const SceneBatchOptions& options) {
    SceneBatch batch;
    batch.scenes = std::move(scenes);
    const auto count = static_cast<int>(batch.scenes.size());
    std::vector<world::RenderedScene> pictures;
    for (const world::Scene& scene : batch.scenes) {
        pictures.push_back(world::render(scene, options.edge));
        batch.truths.push_back(
            patchTruth(pictures.back(), static_cast<int>(scene.objects.size()), options.patchesPerEdge));
    }
    batch.pictures = picturesTensor(pictures);
    if (options.jitter) {
        world::Random random(seed);
        batch.pictures = (batch.pictures - 0.5) * perPicture(random, count, 0.9f, 1.1f) + 0.5;
        batch.pictures = (batch.pictures + perPicture(random, count, -0.04f, 0.04f)).clamp(0, 1);
    }
    const int patches = options.patchesPerEdge * options.patchesPerEdge;
    for (at::Tensor* label :
         {&batch.labels.object, &batch.labels.shape, &batch.labels.colour, &batch.labels.size, &batch.labels.fill})
        *label = labelTensor(count, patches);
    writeLabels(batch.labels, batch);
    return batch;
}

} // namespace triptych::training
