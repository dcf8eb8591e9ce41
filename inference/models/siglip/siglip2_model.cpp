// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/siglip/siglip2_model.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace triptych::models::siglip {

namespace {

// Published folders name Gemma's class, which keeps capital letters.
constexpr const char* tokenizerClass = "Siglip2Tokenizer";

} // namespace

Result<ModelPtr> Siglip2Model::build(FamilySource& source) {
    if (source.tokenizer != nullptr) {
        auto tokenizer = text::loadTokenizer(source.folder.path(), tokenizerClass);
        if (!tokenizer)
            return Failure(tokenizer.error());
        source.tokenizer = *std::move(tokenizer);
    }
    auto setup = readSetup(source);
    if (!setup)
        return Failure(setup.error());
    setup->parts.text.padLeft = source.tokenizer->facts().paddingSide == text::Side::Left;
    const FlexibleOptions images = FlexibleOptions::read(source.preprocessor);
    const int places = source.config.section("vision_config").size("num_patches", 256);
    setup->vision.flexibleSide = static_cast<int>(std::lround(std::sqrt(places)));
    source.config.require(setup->vision.flexibleSide * setup->vision.flexibleSide == places,
                          "\"num_patches\" is not the square of a number.");
    source.config.require(images.patch == setup->vision.patchSize,
                          "preprocessor_config.json cuts other patches than the vision tower reads.");
    std::shared_ptr<Siglip2Model> model(new Siglip2Model(source, setup->parts, images));
    model->loadWeights(source.weights, *setup);
    return model;
}

Siglip2Model::Siglip2Model(FamilySource& source, Parts parts, FlexibleOptions images)
    : SiglipModel(source, std::move(parts))
    , m_images(std::move(images)) {
}

Result<void> Siglip2Model::prepareImages(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                         const Monitor& monitor) const {
    if (!inputs.contains("input.pixel_values"))
        return addFlexibleImages(sample, m_images, prepared, monitor);
    showImage(
        sample, [&](const Picture& picture) { return processFlexibly(picture, m_images); }, parts().patch, prepared);
    return {};
}

Result<void> Siglip2Model::checkImages(const PreparedSample& sample) const {
    const at::Tensor values = inputOf(sample, "input.pixel_values");
    if (!values.defined())
        return {};
    const std::int64_t width = std::int64_t{3} * m_images.patch * m_images.patch;
    if (values.dim() != 3 || values.size(2) != width)
        return fail(ErrorCode::InvalidInput, "The pixels are not [images, patches, " + std::to_string(width) + "].",
                    "input.pixel_values");
    const at::Tensor mask = inputOf(sample, "input.pixel_attention_mask");
    if (!mask.defined() || mask.sizes() != values.sizes().slice(0, 2))
        return fail(ErrorCode::InvalidInput, "There is no mask of the patches, or it has another shape.",
                    "input.pixel_attention_mask");
    const at::Tensor shapes = inputOf(sample, "input.spatial_shapes");
    if (!shapes.defined() || shapes.dim() != 2 || shapes.size(0) != values.size(0) || shapes.size(1) != 2 ||
        shapes.min().item<std::int64_t>() < 1 || shapes.prod(1).max().item<std::int64_t>() > values.size(1))
        return fail(ErrorCode::InvalidInput, "The shapes are not rows and columns of as many patches as there are.",
                    "input.spatial_shapes");
    return {};
}

at::Tensor Siglip2Model::featuresOfImages(const PreparedSample& sample, backend::Trace& trace) const {
    const FlexibleImages images{inputOf(sample, "input.pixel_values"), inputOf(sample, "input.pixel_attention_mask"),
                                inputOf(sample, "input.spatial_shapes")};
    return vision()(images, trace);
}

int Siglip2Model::patchesAmong(const PreparedSample& sample, int tokens) const {
    const int shown = sample.shown.patchGrid.count();
    return shown > 0 ? std::min(shown, tokens) : tokens;
}

} // namespace triptych::models::siglip
