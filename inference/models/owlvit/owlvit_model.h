// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/family_model.h"
#include "inference/models/owlvit/detection_heads.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/towers/clip_towers.h"

namespace triptych::models::owlvit {

// Detection of what texts describe (OwlViTForObjectDetection, Owlv2ForObjectDetection): CLIP's towers; every patch is
// a region with an embedding, a box and, in the second version, a number that says whether a thing is there.
//
// All texts are asked of every image, so rows of text-side tensors go image by image: `input.input_ids` [images *
// queries, tokens]. A pair means the best region of that text in that image.
class OwlVitModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);
    [[nodiscard]] static Result<ModelPtr> buildV2(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Target settle(const Target& target, PreparedSample& sample,
                                const backend::Trace& trace) const override;
    [[nodiscard]] std::vector<Box> regions(const PreparedSample& sample, const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    struct Options {
        ImageOptions image;
        bool toSquare = false; // OWLv2's preparation
        bool doPad = true;
        TextBatchOptions text;
        text::TokenizerPtr tokenizer;
    };

    // A cell of scores.region_text.
    struct Place {
        int image = 0;
        int region = 0;
        int query = 0;
    };

    OwlVitModel(FamilySource& source, Options options);

    [[nodiscard]] static Result<ModelPtr> buildFrom(FamilySource& source, Options options, const char* prefix);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override;

    [[nodiscard]] Result<ProcessedImage> process(const Picture& picture) const;
    // Features of the patches [images, patches, width] and everything that needs no text.
    [[nodiscard]] at::Tensor lookAt(const at::Tensor& pixels, backend::Trace& trace) const;
    // [images, queries, joint width]
    [[nodiscard]] at::Tensor readTexts(const PreparedSample& sample, std::int64_t images, backend::Trace& trace) const;
    [[nodiscard]] Result<Place> placeOf(const Target& target, const PreparedSample& sample,
                                        const backend::Trace& trace) const;

    Options m_options;
    ClipVisionTower m_vision;
    ClipTextTower m_text;
    Linear m_textProjection;
    std::optional<Linear> m_visualProjection; // only for embedding.image
    Norm m_patchNorm;
    ClassHead m_classes;
    PatchHead m_boxes;
    std::optional<PatchHead> m_objectness;
};

} // namespace triptych::models::owlvit
