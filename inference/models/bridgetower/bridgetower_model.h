// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/bridgetower/bridge_vision.h"
#include "inference/models/bridgetower/fusion_stream.h"
#include "inference/models/family_model.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::bridgetower {

// Two towers whose upper layers are bridged into a cross-modal encoder (BridgeTowerForImageAndTextRetrieval: does the
// text match? BridgeTowerForContrastiveLearning: embeddings). A head for masked words is left alone.
//
// Image and text of the same number belong together; one image may stand for all texts, and one text for all images.
// Match belongs to the first of them.
class BridgeTowerModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    struct Contrast {
        Linear text;
        Linear image;
        Linear both;
        at::Tensor scale; // logarithm
    };

    // What the towers and the fusion gave; undefined or empty where a modality is missing.
    struct States {
        std::vector<at::Tensor> text; // entering layer 0, leaving every layer
        std::vector<at::Tensor> image;
        at::Tensor pooled; // [batch, 2 * width]
    };

    explicit BridgeTowerModel(FamilySource& source);

    void loadHeads(const FamilySource& source);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override;

    [[nodiscard]] std::vector<at::Tensor> readText(const PreparedSample& sample, const at::Tensor& mask,
                                                   backend::Trace& trace) const;
    [[nodiscard]] Result<void> fuse(States& states, const at::Tensor& mask, backend::Trace& trace,
                                    const Monitor& monitor) const;
    void score(const States& states, backend::Trace& trace) const;
    void contrast(const States& states, backend::Trace& trace) const;
    [[nodiscard]] AttentionProgram matchProgram(const PreparedSample& sample, const backend::Trace& trace) const;
    [[nodiscard]] AttentionProgram pairProgram(const Target& target, const PreparedSample& sample,
                                               const backend::Trace& trace) const;
    // Layers of a tower that come before the first bridge.
    [[nodiscard]] std::size_t split() const;

    ImageOptions m_image;
    int m_divisor = 32;
    TextBatchOptions m_textOptions;
    text::TokenizerPtr m_tokenizer;
    BertTower m_text;
    BridgeVision m_vision;
    FusionConfig m_fusion;
    FusionStream m_textStream;
    FusionStream m_imageStream;
    std::optional<Linear> m_match;
    std::optional<Contrast> m_contrast;
};

} // namespace triptych::models::bridgetower
