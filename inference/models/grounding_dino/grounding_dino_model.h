// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/grounding_dino/decoder.h"
#include "inference/models/grounding_dino/preprocess.h"
#include "inference/models/grounding_dino/pyramid.h"

namespace triptych::models::grounding_dino {

// Grounding DINO (GroundingDinoForObjectDetection): boxes for the labels of a text. Targets: "pair:I,J" is the best
// logit of image I for its text (or for label J, where the sample gave one image several labels); "class:N" the best
// one of label N of the first text.
class GroundingDinoModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    // Notes query and word of the best logit as one number: query * largest number of words + word.
    [[nodiscard]] Target settle(const Target& target, PreparedSample& sample,
                                const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    // Text and image through the fusion layers, the detection query through the decoder. Deformable attention is no map
    // over all places; the places that the query samples in the last layer are where the image is read.
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    GroundingDinoModel(FamilySource& source, DinoConfig config, text::TokenizerPtr tokenizer);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    // The logit that is explained.
    struct Detection {
        int image = 0;
        int query = 0;
        int token = 0;
    };
    [[nodiscard]] Result<Detection> detectionOf(const Target& target, const PreparedSample& sample,
                                                const backend::Trace& trace) const;

    [[nodiscard]] Result<void> prepareImages(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                             const Monitor& monitor) const;
    void showLevelGrid(const ArrayMap& inputs, PreparedSample& prepared) const;
    [[nodiscard]] Result<void> checkInputs(const PreparedSample& sample) const;
    [[nodiscard]] at::Tensor readText(const PreparedSample& sample, const TextLayout& layout,
                                      backend::Trace& trace) const;

    DinoConfig m_config;
    text::TokenizerPtr m_tokenizer;
    DetectionImage m_image;
    PyramidTower m_pyramid;
    BertTower m_text;
    Linear m_textProjection;
    Encoder m_encoder;
    Decoder m_decoder;
};

} // namespace triptych::models::grounding_dino
