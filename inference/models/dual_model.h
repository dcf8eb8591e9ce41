// SPDX-License-Identifier: GPL-3.0-or-later
// Two towers that meet in one space: an image and a text embedding, and their scaled cosine.
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models {

class DualModel : public FamilyModel {
public:
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> projectImageTokens(const at::Tensor& tokens) const override;

protected:
    struct Parts {
        ImageOptions image;
        PixelSize patch;
        TextBatchOptions text;
        text::TokenizerPtr tokenizer;
        int visionLayers = 0; // 0: no transformer; the image is read by vision.pool.attention
        int textLayers = 0;
        std::int64_t vocabulary = 0; // ids of texts are below it; 0: unknown
    };

    DualModel(FamilySource& source, Parts parts);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_parts.patch; }

    // Puts the images of a sample into `input.pixel_values` [images, 3, h, w] where `inputs` does not hold them, and
    // shows the first one.
    [[nodiscard]] virtual Result<void> prepareImages(const Sample& sample, const ArrayMap& inputs,
                                                     PreparedSample& prepared, const Monitor& monitor) const;
    // InvalidInput where ready-made images cannot be those of this model.
    [[nodiscard]] virtual Result<void> checkImages(const PreparedSample& sample) const;
    // The images of a sample -> [images, width of the joint space], not normalised.
    [[nodiscard]] virtual at::Tensor featuresOfImages(const PreparedSample& sample, backend::Trace& trace) const {
        return imageFeatures(inputOf(sample, "input.pixel_values"), trace);
    }
    // The same from [images, 3, h, w].
    [[nodiscard]] virtual at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const = 0;
    // The same of texts; reads the text tensors of the sample.
    [[nodiscard]] virtual at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const = 0;
    // Scores from the cosines [images, texts]; also records what a family derives from them.
    [[nodiscard]] virtual at::Tensor scoresFrom(const at::Tensor& cosines, backend::Trace& trace) const = 0;

    // Tokens of the vision tower [n, width] behind its last norm, in the joint space; undefined where a family pools
    // otherwise.
    [[nodiscard]] virtual at::Tensor projectTokens(const at::Tensor& /*tokens*/) const { return {}; }

    // Where the image embedding is read: the class token, unless a family pools otherwise.
    [[nodiscard]] virtual Readout imageReadout(int tokens, int row) const;
    // Tokens before the first patch.
    [[nodiscard]] virtual int classTokens() const { return 1; }
    // Patches among the tokens of the vision tower.
    [[nodiscard]] virtual int patchesAmong(const PreparedSample& /*sample*/, int tokens) const {
        return tokens - classTokens();
    }
    // The position of the text row that is pooled.
    [[nodiscard]] virtual int textPosition(const PreparedSample& sample, int row) const = 0;

    [[nodiscard]] const Parts& parts() const { return m_parts; }

private:
    [[nodiscard]] Result<void> checkTexts(const PreparedSample& sample) const;

    Parts m_parts;
};

} // namespace triptych::models
