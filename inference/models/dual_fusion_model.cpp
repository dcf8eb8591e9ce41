// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/dual_fusion_model.h"

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/pairs.h"
#include "inference/models/targets.h"

namespace triptych::models {

Result<void> DualFusionModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                           const Monitor& monitor) const {
    if (const auto made = DualModel::prepareItems(sample, inputs, prepared, monitor); !made)
        return made;
    const auto images = static_cast<std::int64_t>(sample.of(Modality::Image).size());
    const auto texts = static_cast<std::int64_t>(sample.of(Modality::Text).size());
    if (images > 0 && texts > 0 && pairCount(images, texts) == 0)
        prepared.notices.push_back("Images and texts are not fused, as it is not clear which belong together; give one "
                                   "text for every image, or one of either.");
    return {};
}

Result<void> DualFusionModel::compute(const PreparedSample& sample, backend::Trace& trace,
                                      const Monitor& monitor) const {
    if (const auto usable = checkPixels(sample, patchSize()); !usable)
        return usable;
    if (const auto usable = checkTokens(sample, tokenLimits()); !usable)
        return usable;
    at::Tensor images;
    at::Tensor texts;
    at::Tensor image;
    at::Tensor text;
    if (sample.images > 0) {
        images = imageTokens(inputOf(sample, "input.pixel_values"), trace);
        image = unitLength(projectImage(images));
        trace.record("embedding.image", image);
    }
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (sample.texts > 0) {
        texts = textTokens(sample, trace);
        text = unitLength(projectText(texts));
        trace.record("embedding.text", text);
    }
    if (!images.defined() || !texts.defined())
        return {};
    trace.record("scores.image_text", scoresFrom(backend::sharedMatmul(image, text.t()), trace));
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (const std::int64_t pairs = pairCount(images.size(0), texts.size(0)); pairs > 0)
        fuse(forPairs(images, pairs), forPairs(texts, pairs), sample, trace);
    return {};
}

Target DualFusionModel::defaultTarget(const PreparedSample& sample) const {
    if (descriptor().hasMatchHead && pairCount(sample.images, sample.texts) > 0)
        return numberedTarget(TargetKind::Match);
    return DualModel::defaultTarget(sample);
}

Result<at::Tensor> DualFusionModel::targetValue(const Target& target, const PreparedSample& sample,
                                                const backend::Trace& trace) const {
    if (target.kind == TargetKind::Pair || target.kind == TargetKind::Default)
        return DualModel::targetValue(target, sample, trace);
    if (target.kind != TargetKind::Match || !descriptor().hasMatchHead)
        return unknownTarget(target, descriptor().hasMatchHead ? "match and pair" : "pair");
    if (const at::Tensor logit = matchLogit(trace); logit.defined())
        return logit;
    return fail(ErrorCode::InvalidInput, "A match needs an image and its text; give one text for every image.",
                "match");
}

Result<AttentionProgram> DualFusionModel::program(const Target& target, const PreparedSample& sample,
                                                  const backend::Trace& trace) const {
    if (target.kind != TargetKind::Match)
        return DualModel::program(target, sample, trace);
    if (pairCount(sample.images, sample.texts) == 0)
        return fail(ErrorCode::InvalidInput, "The fusion needs an image and its text; give one text for every image.",
                    "match");
    return fusionProgram(sample, trace);
}

} // namespace triptych::models
